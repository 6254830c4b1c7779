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
  if (end - at === 5 && bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6d && bytes[at + 3] === 0x70)
    return "&";
  const name = String.fromCharCode(...bytes.subarray(at + 1, end - 1));
  switch (name) {
    case "lt":
      return "<";
    case "gt":
      return ">";
    case "amp":
      return "&";
    case "quot":
      return '"';
    case "apos":
      return "'";
    default: {
      const [, decimal, hex] = /^#(?:([0-9]+)|x([0-9a-fA-F]+))$/.exec(name) ?? [];
      const codePoint = decimal ? Number.parseInt(decimal, 10) : hex ? Number.parseInt(hex, 16) : -1;
      if (!isXmlCharacter(codePoint)) {
        throw new XmlRefused("A reference to an undeclared entity or an illegal character", at);
      }
      return String.fromCodePoint(codePoint);
    }
  }
}
