import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonInvalid, parseJson } from "./json-input.ts";

test("what JSON says is what comes out, names objects inherit included", () => {
  expect(Object.entries(parseJson('{"__proto__":1,"a":[null,"1",1.50,1e2,-0.001]}') as object)).toEqual([
    ["__proto__", 1],
    ["a", [null, "1", 1.5, 100, -0.001]],
  ]);
});

test.each([
  "9007199254740993",
  "12345678901234567890",
  "0.1000000000000000055",
  "1e400",
  "[1.00000000000000001]",
])("%s would be another number, so it is refused", (text) => {
  expect(() => parseJson(text)).toThrow(/has more digits than a number holds: write it as text\.$/);
});

test("every number that JSON writes is read", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(parseJson(JSON.stringify(number))).toBe(number + 0);
      expect(parseJson(number.toExponential())).toBe(number + 0);
    }),
  );
});

test("what is no JSON is refused", () => {
  for (const text of ["", "{", "{a:1}", "[".repeat(1_000_000), "NaN"]) {
    expect(() => parseJson(text)).toThrow(JsonInvalid);
  }
});
