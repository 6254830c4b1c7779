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
  const found = { bytes: 0, portable: true };
  walk(value, found);
  return found;
}

function walk(value: unknown, found: { bytes: number; portable: boolean }): void {
  switch (typeof value) {
    case "string":
      found.bytes += OBJECT_BYTES + value.length * CHARACTER_BYTES;
      return;
    case "number":
      found.bytes += NUMBER_BYTES;
      if (!Number.isFinite(value) || Object.is(value, -0)) found.portable = false;
      return;
    case "boolean":
    case "undefined":
      return;
    case "object":
      if (value !== null) walkObject(value, found);
      return;
    default:
      found.portable = false;
  }
}

function walkObject(value: object, found: { bytes: number; portable: boolean }): void {
  if (ArrayBuffer.isView(value)) {
    found.bytes += OBJECT_BYTES + value.byteLength;
    found.portable = false;
    return;
  }
  Object.freeze(value);
  if (Array.isArray(value)) {
    found.bytes += OBJECT_BYTES + value.length * NUMBER_BYTES;
    for (const item of value) {
      if (item === undefined) found.portable = false;
      walk(item, found);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) found.portable = false;
  found.bytes += OBJECT_BYTES;
  for (const field of Object.values(value)) {
    found.bytes += FIELD_BYTES;
    walk(field, found);
  }
}
