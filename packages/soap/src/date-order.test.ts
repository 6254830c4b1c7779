import fc from "fast-check";
import { XmlDocument, XsdValidator } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import { bothEngines } from "../test/both-engines.ts";
import { ask, refusal, wsdl } from "../test/contract-files.ts";
import { compareTimes } from "./date-order.ts";

const two = (number: number) => String(number).padStart(2, "0");
const zone = fc.constantFrom("", "Z", "+01:00", "-05:30", "+14:00", "-14:00");
const day = fc.constantFrom(
  "2024-02-28",
  "2024-02-29",
  "2024-03-01",
  "1999-12-31",
  "2000-01-01",
  "0004-01-01",
);
const time = fc
  .tuple(
    fc.constantFrom(0, 9, 10, 23),
    fc.constantFrom(0, 59),
    fc.constantFrom("00", "59.9", "59.90", "59.91"),
  )
  .map(([hour, minute, second]) => `${two(hour)}:${two(minute)}:${second}`);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(""));
const dateTime = joined(day, fc.constant("T"), time, zone);
const count = fc.option(fc.constantFrom(0, 1, 11, 12, 28, 29, 30, 31, 365, 366, 730), { nil: undefined });
const duration = fc.record({
  negative: fc.boolean(),
  years: count,
  months: count,
  days: count,
  hours: count,
});
interface Parts {
  readonly negative: boolean;
  readonly years: number | undefined;
  readonly months: number | undefined;
  readonly days: number | undefined;
  readonly hours: number | undefined;
}
const durationText = ({ negative, years, months, days, hours = 0 }: Parts) => {
  const part = (number: number | undefined, letter: string) =>
    number === undefined ? "" : `${number}${letter}`;
  return `${negative ? "-" : ""}P${part(years, "Y")}${part(months, "M")}${part(days, "D")}T${hours}H`;
};
/** Where it ends when it begins in each of the months that XML Schema names for this. */
const ends = ({ negative, years = 0, months = 0, days = 0, hours = 0 }: Parts) => {
  const way = negative ? -1 : 1;
  return (
    [
      [1696, 8],
      [1697, 1],
      [1903, 2],
      [1903, 6],
    ] as const
  ).map(([year, month]) => Date.UTC(year, month + way * (years * 12 + months), 1 + way * days, way * hours));
};

describe("the order of dates, times and durations", () => {
  test.each([
    ["2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", 0],
    ["2000-01-15T00:00:00", "2000-02-15T00:00:00", -1],
    ["2000-01-15T12:00:00", "2000-01-16T12:00:00Z", -1],
    ["2000-01-01T12:00:00", "1999-12-31T23:00:00Z", undefined],
    ["2000-01-16T12:00:00", "2000-01-16T12:00:00Z", undefined],
    ["2000-01-16T00:00:00", "2000-01-16T12:00:00Z", undefined],
    ["2024-12-31T24:00:00", "2025-01-01T00:00:00", 0],
    ["-0001-12-31T24:00:00", "0001-01-01T00:00:00", 0],
    ["24:00:00", "00:00:00", 0],
    ["10:00:00+02:00", "08:30:00Z", -1],
    ["2024-02-29+14:00", "2024-02-28-10:00", 0],
    ["12345-06-07", "9999-12-31", 1],
    ["2024-05:00", "2024Z", 1],
    ["2024-11-05:00", "2024-11", undefined],
    ["--12-31", "--02-29", 1],
    ["--12Z", "--11-05:00", 1],
    ["---31", "---01-05:00", 1],
    ["P1M", "P30D", undefined],
    ["P1M", "P27D", 1],
    ["P1M", "P32D", -1],
    ["P1Y", "P365D", undefined],
    ["P1Y", "P364D", 1],
    ["P1Y", "P12M", 0],
    ["PT60M", "PT1H", 0],
    ["-P1D", "PT0S", -1],
    ["PT1.5S", "PT1.50S", 0],
    ["P5000Y", "P4999Y", 1],
    ["-P2000Y", "-P1999Y", -1],
    [`P${"9".repeat(40)}Y`, "P1Y", undefined],
  ])("%s against %s", (a, b, order) => {
    expect(compareTimes(a, b)).toBe(order);
    expect(compareTimes(b, a)).toBe(order === undefined ? undefined : 0 - order);
  });

  test("is that of instants where both say their zone", () => {
    const zoned = dateTime.filter((text) => /(Z|:\d\d[+-]\d\d:\d\d)$/.test(text));
    const ms = (text: string) => new Date(text).getTime();
    fc.assert(fc.property(zoned, zoned, (a, b) => compareTimes(a, b) === Math.sign(ms(a) - ms(b)) + 0));
  });

  test("of durations is that of their ends, from every beginning that matters", () => {
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const [left, right] = [ends(a), ends(b)];
        const orders = new Set(left.map((end, index) => Math.sign(end - right[index]!) + 0));
        const [order] = orders;
        expect(compareTimes(durationText(a), durationText(b))).toBe(orders.size === 1 ? order : undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    // It also calculates with floating point.
    ["dateTime", dateTime.filter((text) => !text.includes("."))],
    ["date", joined(day, zone)],
    // Of a time, libxml2 forgets the day that its zone makes it another day of.
    ["time", time.filter((text) => !text.includes("."))],
    ["gYearMonth", fc.constantFrom("1999-12", "2000-01", "2000-02")],
  ])("of xs:%s is libxml2's, wherever there is one", (type, texts) => {
    fc.assert(
      fc.property(texts, texts, fc.constantFrom("min", "max"), (value, bound, side) => {
        const order = compareTimes(value, bound);
        fc.pre(order !== undefined);
        const ours = side === "min" ? order >= 0 : order <= 0;
        expect([value, side, bound, ours]).toEqual([
          value,
          side,
          bound,
          isValid(type, `${side}Inclusive`, bound, value),
        ]);
      }),
      { numRuns: 300 },
    );
  });
});

function isValid(type: string, facet: string, bound: string, value: string): boolean {
  using schema = XmlDocument.fromString(
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="x"><xs:simpleType><xs:restriction base="xs:${type}"><xs:${facet} value="${bound}"/></xs:restriction></xs:simpleType></xs:element></xs:schema>`,
  );
  using validator = XsdValidator.fromDoc(schema);
  using document = XmlDocument.fromString(`<x>${value}</x>`);
  try {
    validator.validate(document);
    return true;
  } catch {
    return false;
  }
}

describe("bounds of a date or a duration", () => {
  const type = (name: string, base: string, bounds: string) =>
    `<xs:simpleType name="${name}"><xs:restriction base="${base}">${bounds}</xs:restriction></xs:simpleType>`;
  const optional = (name: string, base: string) =>
    `<xs:element name="${name}" type="${base}" minOccurs="0"/>`;
  const files = {
    "t.wsdl": wsdl(
      ask(
        `<xs:sequence>${optional("day", "Later")}${optional("term", "Term")}${optional("year", "Year")}</xs:sequence>`,
      ) +
        type("Later", "Since", '<xs:maxExclusive value="2030-01-01"/>') +
        type("Since", "xs:date", '<xs:minInclusive value="2000-01-01"/>') +
        type("Term", "xs:duration", '<xs:minExclusive value="P0D"/><xs:maxInclusive value="P1Y"/>') +
        type("Year", "xs:gYear", '<xs:minInclusive value="1900"/>'),
    ),
  };

  test("hold in both directions", async () => {
    for (const { send, receive } of await bothEngines(files)) {
      const good = { day: "2029-12-31", term: "P364D", year: "2026" };
      expect(receive(`<t:Ask><day>2029-12-31</day><term>P364D</term><year>2026</year></t:Ask>`)).toEqual(
        good,
      );
      expect(send(good)).toContain("<term>P364D</term>");
      for (const [name, value] of [
        ["day", "2030-01-01"],
        ["day", "1999-12-31"],
        // Near the bound a zone decides, and the bound has none.
        ["day", "2000-01-01Z"],
        ["term", "P0Y"],
        ["term", "P365D"],
        ["year", "1899"],
      ] as const) {
        expect(() => receive(`<t:Ask><${name}>${value}</${name}></t:Ask>`)).toThrow(
          `/Envelope/Body/Ask/${name}`,
        );
        expect(() => send({ [name]: value })).toThrow(`/Ask/${name}`);
      }
    }
  });

  test("that are none of the type are refused with their place", () => {
    const bound = (value: string) =>
      refusal({
        "t.wsdl": wsdl(
          ask('<xs:attribute name="a" type="A"/>') +
            type("A", "xs:date", `\n<xs:minInclusive value="${value}"/>`),
        ),
      });
    expect(bound("2000-02-30")).toBe(
      't.wsdl:5: xs:minInclusive "2000-02-30" on a type of xs:date is not supported',
    );
    expect(bound("2000-02-29")).toBe("compiled");
  });
});
