import type { Scalar } from "./scalar.ts";

/** Whether a value is one that the type's codec would send. For schemas. */
export const takes =
  (codec: Scalar<unknown>) =>
  (value: unknown): boolean =>
    codec.print(value) !== undefined;

/** A property of an alternative, one that may be missing, or a choice inside it. */
export type AlternativePart = string | { readonly optional: string } | ChoiceRule;

/** Properties of which only those of one alternative may be there. */
export interface ChoiceRule {
  readonly noneAllowed: boolean;
  readonly alternatives: readonly (readonly AlternativePart[])[];
}

/** Whether an object has the properties of exactly one alternative, or of none if that is allowed. For schemas. */
export const choosesOne =
  (rule: ChoiceRule) =>
  (value: object): boolean => {
    const given = rule.alternatives.filter((parts) => parts.some((part) => isGiven(value, part)));
    const [chosen, second] = given;
    if (chosen === undefined) return rule.noneAllowed;
    return second === undefined && chosen.every((part) => fits(value, part));
  };

function isGiven(value: object, part: AlternativePart): boolean {
  if (typeof part === "string") return Object.hasOwn(value, part);
  if ("optional" in part) return Object.hasOwn(value, part.optional);
  return part.alternatives.some((parts) => parts.some((inner) => isGiven(value, inner)));
}

function fits(value: object, part: AlternativePart): boolean {
  if (typeof part === "string") return Object.hasOwn(value, part);
  return "optional" in part || choosesOne(part)(value);
}

/**
 * An object without what objects inherit: a property of that name is not one its author gave it. `__proto__`, which zod
 * cannot carry, is called `$__proto__`. For schemas.
 */
export function ownProperties(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const own = Object.create(null) as Record<string, unknown>;
  for (const [key, one] of Object.entries(value))
    own[key === "__proto__" ? "$__proto__" : key] = one as unknown;
  return own;
}
