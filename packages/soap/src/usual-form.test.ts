import fc from "fast-check";
import { expect, test } from "vitest";
import {
  enumeration,
  restricted,
  noNamespace,
  type Scalar,
  xsAnyUri,
  xsBoolean,
  xsDate,
  xsDateTime,
  xsDecimal,
  xsDouble,
  xsInt,
  xsLong,
  xsShort,
  xsString,
  xsToken,
  xsUnsignedByte,
} from "./index.ts";
import { PlainValues } from "./xml/plain-values.ts";

const amount = restricted(noNamespace, "Amount", xsDecimal, {
  totalDigits: 6,
  fractionDigits: 2,
  minExclusive: "-10.5",
});
const percent = restricted(noNamespace, "Percent", xsDecimal, { minInclusive: "0", maxInclusive: "100" });
const small = restricted(noNamespace, "Small", xsInt, { minInclusive: "-3", maxExclusive: "40" });
const short = restricted(noNamespace, "Short", xsString, { lengthMin: 1, lengthMax: 5 });

const colour = enumeration(noNamespace, "Colour", xsString, {
  RED: "red",
  DARK_RED: "dark red",
  ROSE: "rosé",
});
const level = enumeration(noNamespace, "Level", xsInt, { ONE: 1, MINUS_TWO: -2 });

const types: readonly Scalar<string | number | boolean>[] = [
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
  colour,
  level,
  xsBoolean,
  xsDouble,
  xsToken,
  xsAnyUri,
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
  fc.stringMatching(/^[ \ta1é]{0,5}$/),
  fc.stringMatching(/^-?[0-9]{1,3}(\.[0-9]{1,3})?(e2)?$/),
  fc.constantFrom(
    "true",
    "false",
    "1",
    "0",
    "tru",
    "fals",
    "truee",
    "red",
    "dark red",
    "rosé",
    "-2",
    "-0",
    "-0.0",
    "INF",
  ),
);

/** What is recognized in an element with this text; `undefined`: nothing, or not all of it. */
function recognized({ usual }: Scalar<unknown>, text: string): unknown {
  // Something on both sides: what looks too far sees it.
  const bytes = Buffer.from(`7>${text}</9`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new PlainValues(bytes, view);
  const value = usual === undefined ? undefined : values.read(usual, 2);
  return values.at === bytes.length - 3 ? value : undefined;
}

test("a value in its usual form is the value the type's own rules find", () => {
  let usual = 0;
  fc.assert(
    fc.property(texts, (text) => {
      for (const type of types) {
        const value = recognized(type, text);
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
  const written: readonly [Scalar<string | number | boolean>, string][] = [
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
    [xsString, " A, größer"],
    [xsToken, "two words"],
    [short, "ab"],
    [colour, "rosé"],
    [level, "-2"],
    [xsBoolean, "false"],
    [xsBoolean, "1"],
    [xsDouble, "-12.5"],
  ];
  for (const [type, text] of written) expect(recognized(type, text), `${type.local} ${text}`).toBeDefined();
});
