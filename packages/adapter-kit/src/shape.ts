import { hash } from "node:crypto";
import { z } from "zod";

/**
 * Names a shape: schemas that accept the same have the same name, whatever they are called. What JSON Schema cannot say
 * (transformations, checks in code) does not count: an answer that means something new needs a new `version` in `cached`.
 */
export function shapeOf(schema: z.ZodType): string {
  const described = z.toJSONSchema(schema, { unrepresentable: "any", metadata: NOTHING_SAID });
  return hash("sha256", JSON.stringify(described), "base64url").slice(0, 12);
}

/** Instead of what schemas are called and described as: who rewords a sentence has not changed an answer. */
const NOTHING_SAID = z.registry<Record<string, never>>();
