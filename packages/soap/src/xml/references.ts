import { isXmlCharacter } from "./characters.ts";
import { XmlRefused } from "./refused.ts";

// Longest useful reference is `&#1114111;`; leading zeros are legal, so a little more.
const REFERENCE_BYTES_MAX = 32;

/** Where the reference that starts at `at` (its `&`) ends, after its `;`. */
export function referenceEnd(bytes: Uint8Array, at: number): number {
  const last = Math.min(bytes.length, at + REFERENCE_BYTES_MAX);
  for (let i = at + 1; i < last; i++) if (bytes[i] === 0x3b) return i + 1;
  throw new XmlRefused("A reference without an end, or longer than any we know", at);
}

/** The character a reference stands for. Without a DTD only five names and the numbers mean anything. */
export function referredCharacter(bytes: Uint8Array, at: number, end: number): string {
  if (bytes[at + 1] === 0x23) {
    const codePoint = referredNumber(bytes, at + 2, end - 1);
    if (isXmlCharacter(codePoint)) return String.fromCodePoint(codePoint);
  } else {
    const character = NAMED.get(String.fromCharCode(...bytes.subarray(at + 1, end - 1)));
    if (character !== undefined) return character;
  }
  throw new XmlRefused("A reference to an undeclared entity or an illegal character", at);
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** What follows the `#`, as a number; -1: it is none. */
function referredNumber(bytes: Uint8Array, start: number, end: number): number {
  const base = bytes[start] === 0x78 ? 16 : 10;
  let at = base === 16 ? start + 1 : start;
  if (at === end) return -1;
  let value = 0;
  for (; at < end; at++) {
    const digit = digitOf(bytes[at]!);
    if (digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

const digitOf = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : Infinity;
};
