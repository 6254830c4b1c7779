import type { CallContext, CallSite } from "@portico/core";

/**
 * The one place where cache keys are made: system, operation, every input and, unless the operation is public, the
 * identity that asked. Two different questions never share a key; the same question does, whatever its key order.
 * The answer throws a `TypeError` when a user's operation is asked by nobody, or an input is not plain data.
 */
export function keyMakerOf(site: CallSite): (input: unknown, call: CallContext) => string {
  const prefix = `${JSON.stringify(site.system)},${JSON.stringify(site.operation)},`;
  if (site.audience === "public") return (input) => `[${prefix}${canonical(input)},]`;
  return (input, { identity }) => {
    if (identity === null) {
      throw new TypeError(`${site.system}.${site.operation} answers a user, and this call has no identity.`);
    }
    return `[${prefix}${quoted(identity.customerId)},${canonical(input)},]`;
  };
}

/** Like JSON, with sorted keys and a comma behind each part. To an operation an absent field and an `undefined` one are the same, so they are here. */
function canonical(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be part of a cache key.`);
      return String(value);
    case "undefined":
      return "undefined";
    case "object":
      return value === null ? "null" : Array.isArray(value) ? canonicalArray(value) : canonicalObject(value);
    default:
      throw new TypeError(`A ${typeof value} cannot be part of a cache key.`);
  }
}

/** Every hit writes a key, of words in which there is nothing to escape. */
const quoted = (text: string): string => (/^[\w.:-]*$/.test(text) ? `"${text}"` : JSON.stringify(text));

function canonicalArray(items: readonly unknown[]): string {
  let text = "";
  for (const item of items) text += `${canonical(item)},`;
  return `[${text}]`;
}

function canonicalObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError("Only plain objects can be part of a cache key.");
  }
  const fields = value as Readonly<Record<string, unknown>>;
  let text = "";
  const names = Object.keys(fields);
  // Most questions have one field: those are not worth a sorted copy.
  for (const name of names.length > 1 ? names.toSorted() : names) {
    const field = fields[name];
    if (field !== undefined) text += `${quoted(name)}:${canonical(field)},`;
  }
  return `{${text}}`;
}
