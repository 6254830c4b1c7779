import { assert, integer, property, string } from "fast-check";
import { expect, test } from "vitest";
import { encodeWindows1252 } from "./windows-1252.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder("windows-1252").decode(bytes);
const resolveReferences = (xml: string): string =>
  xml.replace(/&#x([0-9A-F]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));

test("every character of windows-1252 is one byte that any decoder reads back", () => {
  const all = decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect(encodeWindows1252(all)).toHaveLength(256);
  expect(decode(encodeWindows1252(all))).toBe(all);
});

test("what it lacks becomes a character reference", () => {
  expect(decode(encodeWindows1252("Yıldırım €5 🎉"))).toBe("Y&#x131;ld&#x131;r&#x131;m €5 &#x1F389;");
});

test("nothing is lost, whatever the text", () => {
  const character = integer({ min: 0x20, max: 0x1ffff })
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint));
  assert(
    property(string({ unit: character }), (text) => {
      expect(resolveReferences(decode(encodeWindows1252(text)))).toBe(text);
    }),
  );
});
