import type { RepresentationChoice, Representations } from "@portico/soap/codegen";
import { GenerateFailed } from "./generate-failed.ts";

const BUILT_IN = new Set(["bigint", "number"]);

/**
 * What a package.json or an option says about how values are held.
 * @param where it says so, for the sentence
 * @throws {GenerateFailed} when it is not of that form
 */
export function representationsOf(written: unknown, where: string): Representations {
  if (typeof written !== "object" || written === null || Array.isArray(written)) {
    throw new GenerateFailed(`${where} must be an object: { "xs:long": "bigint" }.`);
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(written);
  for (const [type, choice] of entries) {
    if (!isChoice(choice)) {
      throw new GenerateFailed(
        `${where} must say "bigint", "number" or { "module", "name", "type" } of ${type}.`,
      );
    }
  }
  return written as Representations;
}

function isChoice(choice: unknown): choice is RepresentationChoice {
  if (typeof choice === "string") return BUILT_IN.has(choice);
  if (typeof choice !== "object" || choice === null) return false;
  const parts = Object.entries(choice);
  return (
    parts.length === 3 &&
    parts.every(([key, value]) => /^(module|name|type)$/.test(key) && typeof value === "string")
  );
}

const OWN = /^(?<module>.+)#(?<name>[^#:]+):(?<type>[^#:]+)$/;

/** `xs:long=bigint`, or `{urn:a}Money=../src/money.ts#inCents:Cents`. */
export function parseRepresentation(
  written: string,
  earlier: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const equals = written.lastIndexOf("=");
  const [type, how] = [written.slice(0, equals), written.slice(equals + 1)];
  return { ...earlier, [type]: OWN.exec(how)?.groups ?? how };
}
