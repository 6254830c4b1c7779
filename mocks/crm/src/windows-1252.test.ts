import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { encodeWindows1252 } from "./windows-1252.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder("windows-1252").decode(bytes);

test("every character of windows-1252 is one byte that any decoder reads back", () => {
  const all = decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect(encodeWindows1252(all)).toHaveLength(256);
  expect(decode(encodeWindows1252(all))).toBe(all);
});

test("what it lacks becomes a character reference and nothing is lost", () => {
  expect(decode(encodeWindows1252("Yıldırım €5 🎉"))).toBe("Y&#x131;ld&#x131;r&#x131;m €5 &#x1F389;");
  assert(
    property(string({ unit: "binary" }), (text) => {
      const read = decode(encodeWindows1252(text.replaceAll("&", ""))).replace(
        /&#x([0-9A-F]+);/g,
        (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)),
      );
      expect(read).toBe(text.replaceAll("&", ""));
    }),
  );
});
