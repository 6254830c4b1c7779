import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  xsBase64Binary,
  xsBoolean,
  xsByte,
  xsDate,
  xsDateTime,
  xsDecimal,
  xsDouble,
  xsDuration,
  xsGMonthDay,
  xsGYear,
  xsGYearMonth,
  xsHexBinary,
  xsInt,
  xsInteger,
  xsLong,
  xsName,
  xsNcName,
  xsNmtoken,
  xsNonNegativeInteger,
  xsNormalizedString,
  xsPositiveInteger,
  xsString,
  xsTime,
  xsToken,
  xsUnsignedByte,
  xsUnsignedLong,
} from "./builtin-types.ts";
import { xsQName } from "./qualified-names.ts";
import type { Scalar } from "./scalar.ts";

/** Texts each type takes, with their values, and texts it does not. */
const rows: readonly (readonly [
  Scalar<unknown>,
  readonly (readonly [string, unknown])[],
  readonly string[],
])[] = [
  [
    xsString,
    [
      ["", ""],
      [" a\tb ", " a\tb "],
    ],
    [],
  ],
  [xsNormalizedString, [[" a\tb\n", " a b "]], []],
  [
    xsToken,
    [
      [" a \t b\n", "a b"],
      ["", ""],
    ],
    [],
  ],
  [
    xsBoolean,
    [
      ["true", true],
      ["1", true],
      [" false\n", false],
      ["0", false],
    ],
    ["", "TRUE", "yes", "maybe", "01"],
  ],
  [
    xsDecimal,
    [
      ["12345678901234567890.1200", "12345678901234567890.1200"],
      [" -0.5 ", "-0.5"],
      ["+5.", "+5."],
      [".5", ".5"],
    ],
    ["", ".", "1e3", "1,5", "INF", "0x10", "1 2", "--1", "٣"],
  ],
  [
    xsInteger,
    [
      ["-007", "-007"],
      ["99999999999999999999", "99999999999999999999"],
    ],
    ["1.0", "", "1e3"],
  ],
  [
    xsNonNegativeInteger,
    [
      ["0", "0"],
      ["-0", "-0"],
    ],
    ["-1"],
  ],
  [xsPositiveInteger, [["1", "1"]], ["0", "-0", "000"]],
  [
    xsLong,
    [
      ["9223372036854775807", "9223372036854775807"],
      ["-9223372036854775808", "-9223372036854775808"],
      ["0000000000000000000000000007", "0000000000000000000000000007"],
    ],
    ["9223372036854775808", "-9223372036854775809", "1.0"],
  ],
  [xsUnsignedLong, [["18446744073709551615", "18446744073709551615"]], ["18446744073709551616", "-1"]],
  [
    xsInt,
    [
      ["2147483647", 2147483647],
      ["-2147483648", -2147483648],
      ["+07", 7],
      ["-0", 0],
    ],
    ["2147483648", "-2147483649", "1.0", "", "1e3", "0x1"],
  ],
  [
    xsByte,
    [
      ["-128", -128],
      ["127", 127],
    ],
    ["128", "-129"],
  ],
  [xsUnsignedByte, [["255", 255]], ["256", "-1"]],
  [
    xsDouble,
    [
      ["1e3", 1000],
      ["-INF", -Infinity],
      ["INF", Infinity],
      ["NaN", NaN],
      [".5", 0.5],
    ],
    ["", "+INF", "Infinity", "1e", "nan"],
  ],
  [
    xsDateTime,
    [
      ["2026-03-29T02:30:00", "2026-03-29T02:30:00"],
      ["2026-11-22T10:00:00.123456789+14:00", "2026-11-22T10:00:00.123456789+14:00"],
      ["-0044-03-15T24:00:00Z", "-0044-03-15T24:00:00Z"],
      ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"],
    ],
    [
      "2026-02-29T00:00:00",
      "2026-11-22",
      "2026-11-22T25:00:00",
      "2026-11-22T24:00:01",
      "2026-11-22T10:00",
      "2026-11-22T10:00:00+14:01",
      "0000-01-01T00:00:00",
      "1900-02-29T00:00:00",
      "26-11-22T10:00:00",
    ],
  ],
  [
    xsDate,
    [
      ["2026-11-22", "2026-11-22"],
      ["2026-11-22+01:00", "2026-11-22+01:00"],
      ["12026-11-22", "12026-11-22"],
    ],
    ["2026-04-31", "2026-11-22T00:00:00", "22.11.2026", "02026-11-22"],
  ],
  [xsTime, [["23:59:59.9", "23:59:59.9"]], ["24:00:01", "9:00:00"]],
  [xsGMonthDay, [["--02-29", "--02-29"]], ["02-29", "--13-01", "--02-30", "--04-31"]],
  [xsGYear, [["-0001", "-0001"]], ["0000", "-0000Z"]],
  [xsGYearMonth, [["0010-12", "0010-12"]], ["0000-12"]],
  [
    xsDuration,
    [
      ["P1Y2M3DT4H5M6.7S", "P1Y2M3DT4H5M6.7S"],
      ["-PT1S", "-PT1S"],
    ],
    ["P", "PT", "P1S", "1D", "P1DT"],
  ],
  [
    xsHexBinary,
    [
      ["0fA1", new Uint8Array([0x0f, 0xa1])],
      ["", new Uint8Array()],
    ],
    ["0", "0g", "0 a"],
  ],
  [
    xsBase64Binary,
    [
      ["AAEC/w==", new Uint8Array([0, 1, 2, 255])],
      ["AA\nEC", new Uint8Array([0, 1, 2])],
    ],
    ["A", "AA=A", "AA-_", "====", "AB==", "AAB="],
  ],
  [xsName, [["a:b-1.é", "a:b-1.é"]], ["", "1a", "a b", "-a", "a<"]],
  [xsNcName, [["_a", "_a"]], ["a:b"]],
  [xsQName, [["a", { uri: "", local: "a" }]], ["a:", ":a", "a:b:c", "a:1"]],
  [xsNmtoken, [["1-a", "1-a"]], ["", "a b"]],
];

describe.each(rows.map(([scalar, good, bad]) => [scalar.local, scalar, good, bad] as const))(
  "xs:%s",
  (_name, scalar, good, bad) => {
    test("takes its lexical forms and keeps what they say", () => {
      expect(good.map(([text]) => scalar.parse(text))).toEqual(good.map(([, value]) => value));
    });

    test("takes nothing else", () => {
      expect(bad.filter((text) => scalar.parse(text) !== undefined)).toEqual([]);
    });

    test("prints what it parses back to the same value", () => {
      for (const [, value] of good) expect(scalar.parse(scalar.print(value)!)).toEqual(value);
    });

    test("prints no value of another kind", () => {
      const others = [undefined, null, Symbol("x"), {}, [], ["1"], () => "1", 1n];
      expect(others.filter((value) => scalar.print(value) !== undefined)).toEqual([]);
    });
  },
);

test("a value that would come back differently is not printed", () => {
  expect(xsToken.print(" a")).toBeUndefined();
  expect(xsNormalizedString.print("a\nb")).toBeUndefined();
  expect(xsInt.print(2.5)).toBeUndefined();
  expect(xsInt.print("2")).toBeUndefined();
  expect(xsDecimal.print(2.5)).toBeUndefined();
  expect(xsDecimal.print("2.5 ")).toBeUndefined();
});

test("numbers, strings and bytes survive the wire whatever they are", () => {
  fc.assert(
    fc.property(fc.integer(), (value) => {
      expect(xsInt.parse(xsInt.print(value)!)).toBe(value);
    }),
  );
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(xsDouble.parse(xsDouble.print(value)!)).toBe(value);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      expect(xsLong.parse(xsLong.print(String(value))!)).toBe(String(value));
    }),
  );
  fc.assert(
    fc.property(fc.bigInt(), (value) => {
      expect(xsLong.parse(String(value)) !== undefined).toBe(BigInt.asIntN(64, value) === value);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), (value) => {
      expect(xsBase64Binary.parse(xsBase64Binary.print(value)!)).toEqual(value);
      expect(xsHexBinary.parse(xsHexBinary.print(value)!)).toEqual(value);
    }),
  );
});

test("texts of a million characters are judged without trouble", () => {
  const zeros = "0".repeat(1_000_000);
  expect(xsLong.parse(`${zeros}1`)).toBe(`${zeros}1`);
  expect(xsDecimal.parse(`0.${zeros}x`)).toBeUndefined();
  expect(xsDuration.parse(`P${zeros}`)).toBeUndefined();
  expect(xsBase64Binary.parse("A".repeat(999_999))).toBeUndefined();
});
