import { XmlRefused } from "./refused.ts";

/** What a byte means to the scanners: a set of the flags below. */
export const byteClass = new Uint8Array(256);

const NAME_START = 1;
const NAME_PART = 2;
export const SPACE = 4;
/** Ends the fast path through character data: markup, references, line ends, or a character that may be illegal. */
export const TEXT_STOP = 8;
/** The same inside an attribute value, where quotes, tabs and line feeds matter too. */
export const VALUE_STOP = 16;
/** Is itself in character data, and is ASCII: what most text is made of. */
export const ASCII_TEXT = 32;

const mark = (flag: number, ...characters: readonly string[]) => {
  for (const character of characters) byteClass[character.charCodeAt(0)]! |= flag;
};
const markRange = (flag: number, from: number, to: number) => {
  for (let byte = from; byte <= to; byte++) byteClass[byte]! |= flag;
};
markRange(NAME_START | NAME_PART, 0x41, 0x5a);
markRange(NAME_START | NAME_PART, 0x61, 0x7a);
markRange(NAME_PART, 0x30, 0x39);
mark(NAME_START | NAME_PART, "_", ":");
mark(NAME_PART, "-", ".");
mark(SPACE, " ", "\t", "\n", "\r");
markRange(TEXT_STOP | VALUE_STOP, 0x00, 0x08);
markRange(TEXT_STOP | VALUE_STOP, 0x0b, 0x1f);
mark(TEXT_STOP | VALUE_STOP, "<", "&");
mark(TEXT_STOP, "]");
mark(VALUE_STOP, '"', "'", "\t", "\n");
// U+FFFE and U+FFFF begin with this byte.
byteClass[0xef]! |= TEXT_STOP | VALUE_STOP;

for (let byte = 0; byte < 0x80; byte++)
  if ((byteClass[byte]! & TEXT_STOP) === 0) byteClass[byte]! |= ASCII_TEXT;

export const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d;

/** Production [2] `Char`. */
export const isXmlCharacter = (codePoint: number): boolean =>
  codePoint >= 0x20
    ? codePoint <= 0xd7ff ||
      (codePoint >= 0xe000 && codePoint <= 0xfffd) ||
      (codePoint >= 0x1_0000 && codePoint <= 0x10_ffff)
    : codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d;

// Productions [4] and [4a] of XML 1.0, 5th edition, beyond ASCII: pairs of first and last code point.
const NAME_START_RANGES = [
  0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d, 0x2070, 0x218f, 0x2c00,
  0x2fef, 0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd, 0x1_0000, 0xe_ffff,
];
const NAME_PART_RANGES = [...NAME_START_RANGES, 0xb7, 0xb7, 0x300, 0x36f, 0x203f, 0x2040];

const within = (ranges: readonly number[], codePoint: number): boolean => {
  for (let i = 0; i < ranges.length; i += 2) {
    if (codePoint >= ranges[i]! && codePoint <= ranges[i + 1]!) return true;
  }
  return false;
};

/** Where the name that starts at `start` ends; `start` itself when there is none. A colon counts as a letter here. */
export function nameEnd(bytes: Uint8Array, start: number): number {
  let at = start;
  let wanted = NAME_START;
  for (;;) {
    const byte = bytes[at];
    if (byte === undefined) return at;
    if (byte < 0x80) {
      if ((byteClass[byte]! & wanted) === 0) return at;
      at++;
    } else {
      const codePoint = codePointAt(bytes, at);
      if (!within(wanted === NAME_START ? NAME_START_RANGES : NAME_PART_RANGES, codePoint)) return at;
      at += codePoint < 0x800 ? 2 : codePoint < 0x1_0000 ? 3 : 4;
    }
    wanted = NAME_PART;
  }
}

/** Whether the text is a production [5] `Name`, colons included. */
export function isXmlName(text: string): boolean {
  const bytes = Buffer.from(text, "utf8");
  return bytes.length > 0 && nameEnd(bytes, 0) === bytes.length;
}

/** The code point that starts at `at`, in bytes known to be UTF-8. */
function codePointAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return first;
  const second = bytes[at + 1]! & 0x3f;
  if (first < 0xe0) return ((first & 0x1f) << 6) | second;
  const third = bytes[at + 2]! & 0x3f;
  if (first < 0xf0) return ((first & 0x0f) << 12) | (second << 6) | third;
  return ((first & 0x07) << 18) | (second << 12) | (third << 6) | (bytes[at + 3]! & 0x3f);
}

/** Refuses the byte at `at` if it is, or begins, a character XML does not allow. */
export function checkCharacter(bytes: Uint8Array, at: number): void {
  const byte = bytes[at]!;
  const illegal =
    byte < 0x20 ? !isSpace(byte) : byte === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2]! >= 0xbe;
  if (illegal) throw new XmlRefused("A character that XML does not allow", at);
}
