import { scalar, type Scalar } from "../scalar.ts";
import type { PrintScope } from "../text-type.ts";

/**
 * The same simple type, its values as JSON can carry them: bytes as base64, and the numbers JSON has no digits for as
 * "INF", "-INF", "NaN" and "-0". Everything else is in JSON what it is in TypeScript: `xs:int` and smaller and floating
 * point numbers are numbers, larger and exact numbers and dates are text.
 */
export const asJson = (type: Scalar<unknown>): Scalar<unknown> =>
  scalar({
    uri: type.uri,
    local: type.local,
    isBase64: type.isBase64,
    whiteSpace: type.whiteSpace,
    fromLexical(lexical, scope) {
      const value = type.fromLexical(lexical, scope);
      return value === undefined ? undefined : toJson(value);
    },
    toLexical: (value, scope) => lexicalOf(type, value, scope),
  });

const SPECIAL_NUMBERS = new Map([
  ["INF", Infinity],
  ["-INF", -Infinity],
  ["NaN", NaN],
  ["-0", -0],
]);

function toJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (typeof value !== "number") return value;
  for (const [text, number] of SPECIAL_NUMBERS) if (Object.is(value, number)) return text;
  return value;
}

/** A type that has text among its values takes text as it is; bytes and special numbers come as text otherwise. */
function lexicalOf(type: Scalar<unknown>, value: unknown, scope: PrintScope | undefined): string | undefined {
  for (const candidate of [value, eachOf(value, specialNumber), eachOf(value, bytes)]) {
    const lexical = type.toLexical(candidate, scope);
    if (lexical !== undefined) return lexical;
  }
  return undefined;
}

const eachOf = (value: unknown, convert: (one: unknown) => unknown): unknown =>
  Array.isArray(value) ? value.map(convert) : convert(value);

const specialNumber = (value: unknown): unknown =>
  typeof value === "string" ? (SPECIAL_NUMBERS.get(value) ?? value) : value;

function bytes(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const decoded = Buffer.from(value, "base64");
  // Buffer skips what is no base64; then it does not come back.
  return decoded.toString("base64") === value ? new Uint8Array(decoded) : value;
}
