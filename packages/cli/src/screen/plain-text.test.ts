import { expect, test } from "vitest";
import { plainLine, plainText } from "./plain-text.ts";

test("what could steer a terminal is spelled out, everything else is left alone", () => {
  expect(plainText("Grün\n\tund\u001b[31m rot\u009b31m\u202e\u0007")).toBe(
    "Grün\n\tund\\u{1b}[31m rot\\u{9b}31m\\u{202e}\\u{7}",
  );
  expect(plainLine(" two\r\n lines ")).toBe("two lines");
});
