import fc from "fast-check";
import { expect, test } from "vitest";
import {
  restricted,
  noNamespace,
  type Scalar,
  xsDate,
  xsDateTime,
  xsDecimal,
  xsInt,
  xsLong,
  xsShort,
  xsString,
  xsUnsignedByte,
} from "./index.ts";
import { PlainText } from "./xml/plain-text.ts";

const amount = restricted(noNamespace, "Amount", xsDecimal, {
  totalDigits: 6,
  fractionDigits: 2,
  minExclusive: "-10.5",
});
const percent = restricted(noNamespace, "Percent", xsDecimal, { minInclusive: "0", maxInclusive: "100" });
const small = restricted(noNamespace, "Small", xsInt, { minInclusive: "-3", maxExclusive: "40" });
const short = restricted(noNamespace, "Short", xsString, { lengthMin: 1, lengthMax: 5 });

const types: readonly Scalar<string | number>[] = [
  xsDate,
  xsDateTime,
  xsDecimal,
  xsInt,
  xsLong,
  xsShort,
  xsUnsignedByte,
  xsString,
  amount,
  percent,
  small,
  short,
];

const digits = fc.stringMatching(/^[+-]?[0-9]{0,17}(\.[0-9]{0,4})?$/);
const two = fc.integer({ min: 0, max: 62 }).map((number) => String(number).padStart(2, "0"));
const zones = fc.constantFrom("", "Z", "+01:00", "-14:00", "+14:01", "+1:00", "z");
const dates = fc
  .tuple(fc.constantFrom("2024", "2023", "1900", "0999", "0000", "12345"), two, two)
  .map((parts) => parts.join("-"));
const moments = fc
  .tuple(dates, two, two, two, fc.constantFrom("", ".5", ".", ".000"), zones)
  .map(
    ([date, hour, minute, second, fraction, zone]) => `${date}T${hour}:${minute}:${second}${fraction}${zone}`,
  );
const texts = fc.oneof(
  digits,
  dates,
  moments,
  fc.tuple(dates, zones).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 6 }),
);

const plain = (text: string): PlainText => {
  // Something on both sides: what looks too far sees it.
  const bytes = Buffer.from(`7>${text}<9`);
  const one = new PlainText(bytes, bytes.toString("latin1"));
  one.start = 2;
  one.end = bytes.length - 2;
  one.isAscii = one.end - one.start === text.length;
  return one;
};

test("a value in its usual form is the value the type's own rules find", () => {
  let usual = 0;
  fc.assert(
    fc.property(texts, (text) => {
      for (const type of types) {
        const value = type.usual?.(plain(text));
        if (value === undefined) continue;
        usual++;
        expect(Object.is(value, type.parse(text)), `${type.local} ${JSON.stringify(text)}`).toBe(true);
      }
    }),
    { numRuns: 5_000 },
  );
  expect(usual).toBeGreaterThan(5_000);
});

test("what nearly everybody writes is a usual form", () => {
  const written: readonly [Scalar<string | number>, string][] = [
    [xsInt, "-42"],
    [xsLong, "100001"],
    [xsDecimal, "-0.50"],
    [amount, "1234.50"],
    [percent, "100"],
    [small, "39"],
    [xsDate, "2026-10-31"],
    [xsDate, "2026-02-28+01:00"],
    [xsDateTime, "2026-12-31T23:59:59.999Z"],
    [xsDateTime, "2026-09-30T00:00:00"],
  ];
  for (const [type, text] of written)
    expect(type.usual?.(plain(text)), `${type.local} ${text}`).toBeDefined();
});
