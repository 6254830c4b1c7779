import { describe, expect, test } from "vitest";
import { toUtf8 } from "./charset.ts";

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const utf16 = (text: string, order: "le" | "be", mark: boolean): Buffer => {
  const buffer = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return order === "le" ? buffer : buffer.swap16();
};
const read = (body: Uint8Array, http?: string): string => toUtf8(body, http).toString("utf8");

/** All that the Encoding Standard has (§9), and names by which systems know the first of them. */
const SINGLE_BYTE = [
  ...["windows-1252", "ISO-8859-1", "us-ascii", "latin1"],
  ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map((part) => `iso-8859-${part}`),
  ...[874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258].map((page) => `windows-${page}`),
  ...["ibm866", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic", "iso-8859-8-i"],
];

describe("the charset of an answer", () => {
  test("is UTF-8 when nothing says otherwise", () => {
    expect(read(Buffer.from("<a>ä€🍷</a>"))).toBe("<a>ä€🍷</a>");
  });

  test("is what the XML declaration says when HTTP says nothing", () => {
    expect(read(bytes('<?xml version="1.0" encoding="windows-1252"?><a>', [0xe4, 0x80], "</a>"))).toContain(
      "<a>ä€</a>",
    );
    expect(read(bytes("<?xml version='1.0' encoding='ISO-8859-15'?><a>", [0xa4], "</a>"))).toContain(
      "<a>€</a>",
    );
  });

  test("is what HTTP says, even against the declaration", () => {
    expect(
      read(bytes('<?xml version="1.0" encoding="utf-8"?><a>', [0xe4], "</a>"), "windows-1252"),
    ).toContain("<a>ä</a>");
    expect(read(Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>ä</a>'), "UTF-8")).toContain(
      "<a>ä</a>",
    );
  });

  test("is what a byte order mark says, even against HTTP, and the mark is gone", () => {
    expect(read(bytes([0xef, 0xbb, 0xbf], "<a/>"), "windows-1252")).toBe("<a/>");
    expect(read(utf16("<a>ä</a>", "le", true))).toBe("<a>ä</a>");
    expect(read(utf16("<a>ä</a>", "be", true), "utf-8")).toBe("<a>ä</a>");
  });

  test.each(SINGLE_BYTE)(
    "of one byte a letter: %s says by every byte what it says to browsers, or is refused",
    (label) => {
      const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
      for (let byte = 0; byte < 256; byte++) {
        for (const body of [bytes([byte]), bytes("<a>", [byte, byte], "</a>"), bytes([0xe4, byte])]) {
          let expected: string;
          try {
            expected = decoder.decode(body);
          } catch {
            expect(() => read(body, label)).toThrow("bytes that mean nothing in it");
            continue;
          }
          expect(read(body, label)).toBe(expected);
        }
      }
    },
  );

  test("is recognised as UTF-16 without a mark", () => {
    const xml = '<?xml version="1.0" encoding="UTF-16"?><a>ä</a>';
    expect(read(utf16(xml, "le", false))).toBe(xml);
    expect(read(utf16(xml, "be", false))).toBe(xml);
  });

  test.each([
    ["bytes that are not UTF-8", bytes("<a>", [0xe4], "</a>"), undefined, "Bytes that are not UTF-8"],
    ["overlong UTF-8", bytes("<a>", [0xc0, 0xbc], "</a>"), "utf-8", "Bytes that are not UTF-8"],
    [
      "an unknown charset",
      bytes("<a/>"),
      "x-klingon",
      "A charset we do not know, or bytes that mean nothing in it",
    ],
    [
      "UTF-16 cut in half",
      utf16("<a/>", "le", true).subarray(0, 9),
      undefined,
      "A charset we do not know, or bytes that mean nothing in it",
    ],
    [
      "a declared encoding that is not the marked one",
      utf16('<?xml version="1.0" encoding="utf-8"?><a/>', "le", true),
      undefined,
      "A declared encoding that is not the actual one",
    ],
    [
      "UTF-16 declared in eight-bit letters",
      bytes('<?xml version="1.0" encoding="utf-16"?><a/>'),
      undefined,
      "A declared encoding that is not the actual one",
    ],
  ])("refuses %s", (_what, body, http, reason) => {
    expect(() => read(body, http)).toThrow(reason);
  });
});
