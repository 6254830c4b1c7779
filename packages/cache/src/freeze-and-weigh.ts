/** What is known of an answer once it was walked through. */
export interface Weighed {
  /** About what it takes in memory, rather too much than too little. */
  readonly bytes: number;
  /** Whether JSON brings it to another process and back as it is. */
  readonly portable: boolean;
}

const OBJECT_BYTES = 32;
const FIELD_BYTES = 16;
const NUMBER_BYTES = 8;
const CHARACTER_BYTES = 2;

/**
 * One answer is handed to many callers: none of them may change what the others read, so it is frozen all the way down,
 * also below what was frozen at its surface. The same walk finds out what it weighs and whether it may travel.
 */
export function freezeAndWeigh(value: unknown): Weighed {
  const found = { portable: true };
  return { bytes: walk(value, found), portable: found.portable };
}

/** Gives the weight. A walk through each answer of a page: in the way V8 is quickest at it. */
function walk(value: unknown, found: { portable: boolean }): number {
  switch (typeof value) {
    case "string":
      return OBJECT_BYTES + value.length * CHARACTER_BYTES;
    case "number":
      if (!Number.isFinite(value) || Object.is(value, -0)) found.portable = false;
      return NUMBER_BYTES;
    case "boolean":
    case "undefined":
      return 0;
    case "object":
      if (value === null) return 0;
      return Array.isArray(value) ? walkArray(value, found) : walkObject(value, found);
    default:
      found.portable = false;
      return 0;
  }
}

function walkArray(items: readonly unknown[], found: { portable: boolean }): number {
  let bytes = OBJECT_BYTES;
  for (let i = 0; i < items.length; i += 1) {
    const item = items[i];
    if (item === undefined) found.portable = false;
    bytes += NUMBER_BYTES + walk(item, found);
  }
  Object.freeze(items);
  return bytes;
}

function walkObject(value: object, found: { portable: boolean }): number {
  if (ArrayBuffer.isView(value)) {
    found.portable = false;
    return OBJECT_BYTES + value.byteLength;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  let bytes = OBJECT_BYTES;
  if (prototype === Object.prototype || prototype === null) {
    // Neither has fields of its own to be met here, and `Object.values` would make a list of each object's.
    for (const name in value) bytes += FIELD_BYTES + walk((value as Record<string, unknown>)[name], found);
  } else {
    found.portable = false;
    const parts = value instanceof Map || value instanceof Set ? value.entries() : Object.values(value);
    for (const part of parts) bytes += FIELD_BYTES + walk(part, found);
  }
  // Last: what is frozen is slower to walk.
  Object.freeze(value);
  return bytes;
}
