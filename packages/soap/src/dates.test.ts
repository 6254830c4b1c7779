import fc from "fast-check";
import { testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { bothEngines } from "../test/both-engines.ts";
import { cannedHttp } from "../test/canned-http.ts";
import { ask, wsdl } from "../test/contract-files.ts";
import { odditiesContract } from "../test/oddities/generated/oddities.gen.ts";
import { xsDateTime } from "./builtin-types.ts";
import { soapClient } from "./client.ts";
import { type DateRule, dateText } from "./dates.ts";
import type { DateType } from "./text-type.ts";

const types = [
  "dateTime",
  "date",
  "time",
  "gYear",
  "gYearMonth",
  "gMonth",
  "gMonthDay",
  "gDay",
] as const satisfies readonly DateType[];
const optional = (name: string, type: string) => `<xs:element name="${name}" type="${type}" minOccurs="0"/>`;

const files = {
  "t.wsdl": wsdl(
    ask(
      `<xs:sequence>${types.map((type) => optional(type, `xs:${type}`)).join("")}
      ${optional("list", "Days")}${optional("either", "Either")}${optional("working", "WorkingDay")}${optional("text", "xs:string")}
      <xs:element name="nil" type="xs:date" nillable="true" minOccurs="0"/></xs:sequence><xs:attribute name="at" type="xs:dateTime"/>`,
    ) +
      `<xs:simpleType name="Days"><xs:list itemType="xs:date"/></xs:simpleType>
      <xs:simpleType name="Either"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>
      <xs:simpleType name="WorkingDay"><xs:restriction base="xs:date"><xs:pattern value="2026-.*"/></xs:restriction></xs:simpleType>`,
  ),
};
const newYear = new Date("2025-12-31T23:30:00.250Z");
const berlin: DateRule = { zone: "Europe/Berlin" };

describe("a Date in a request", () => {
  test("is written as the type wants it, in the zone of the rule", async () => {
    for (const { send } of await bothEngines(files)) {
      const all = Object.fromEntries(types.map((type) => [type, newYear]));
      const texts = (dates: DateRule) =>
        [...send(all, dates).matchAll(/>([^<>]+)</g)].map(([, text]) => text);
      expect(texts({ zone: "UTC" })).toEqual([
        ...["2025-12-31T23:30:00.25Z", "2025-12-31Z", "23:30:00.25Z"],
        ...["2025Z", "2025-12Z", "--12Z", "--12-31Z", "---31Z"],
      ]);
      expect(texts(berlin)).toEqual([
        ...["2026-01-01T00:30:00.25+01:00", "2026-01-01+01:00", "00:30:00.25+01:00"],
        ...["2026+01:00", "2026-01+01:00", "--01+01:00", "--01-01+01:00", "---01+01:00"],
      ]);
      expect(texts({ ...berlin, offset: false }).slice(0, 4)).toEqual([
        ...["2026-01-01T00:30:00.25", "2026-01-01", "00:30:00.25", "2026"],
      ]);
    }
  });

  test("may stand in lists, unions, restrictions and attributes, beside text", async () => {
    for (const { send } of await bothEngines(files)) {
      const input = {
        ...{ list: ["2020-02-29", newYear], either: newYear, working: newYear, at: newYear, nil: null },
        date: "2024-12-24",
      };
      expect(send(input, berlin)).toBe(
        '<t:Ask at="2026-01-01T00:30:00.25+01:00"><date>2024-12-24</date><list>2020-02-29 2026-01-01+01:00</list>' +
          '<either>2026-01-01+01:00</either><working>2026-01-01+01:00</working><nil xsi:nil="true"/></t:Ask>',
      );
      // In New York it is still the old year, which the pattern does not take.
      expect(() => send({ working: newYear }, { zone: "America/New_York" })).toThrow(
        "Not a valid WorkingDay: /Ask/working",
      );
    }
  });

  test("is refused without a rule, and where the contract wants no date, and when it is none", async () => {
    for (const { send } of await bothEngines(files)) {
      const noRule = "A Date, and no rule in which zone to write it";
      expect(() => send({ dateTime: newYear })).toThrow(`${noRule}: /Ask/dateTime`);
      expect(() => send({ list: [newYear] })).toThrow(`${noRule}: /Ask/list`);
      expect(() => send({ at: newYear })).toThrow(`${noRule}: /Ask/@at`);
      expect(() => send({ text: newYear })).toThrow("Not a valid string: /Ask/text");
      expect(() => send({ text: newYear }, berlin)).toThrow("Not a valid string: /Ask/text");
      expect(() => send({ date: new Date(Number.NaN) }, berlin)).toThrow("Not a valid date: /Ask/date");
      expect(() => send({ date: newYear.getTime() }, berlin)).toThrow("Not a valid date: /Ask/date");
    }
  });

  test("follows the rule the client was made with; a zone nobody knows makes no client", async () => {
    const http = cannedHttp(() => ({ status: 500 }));
    const options = { url: "http://oddities.example/", http };
    const client = soapClient(odditiesContract, { ...options, dates: berlin });
    // Types say what comes back: text. That a Date may be sent is for those who have one in their hands.
    const when = newYear as unknown as string;
    await expect(client.Echo({ shape: [], item: [], values: { when } }, testCall())).rejects.toMatchObject({
      code: "backend_unavailable",
    });
    expect(String(http.requests[0]!.body)).toContain(">2026-01-01T00:30:00.25+01:00<");
    expect(() => soapClient(odditiesContract, { ...options, dates: { zone: "Europe/Atlantis" } })).toThrow(
      RangeError,
    );
  });
});

describe("the text of an instant", () => {
  const date = fc.date({ min: new Date("0002-01-01"), max: new Date("9998-12-31"), noInvalidDate: true });
  const zone = fc.constantFrom(
    ...["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati"],
  );

  test("with its offset is that instant again, wherever it has one", () => {
    fc.assert(
      fc.property(date, zone, (instant, name) => {
        const text = dateText({ zone: name })(instant, "dateTime");
        // Before zones were standardized their offsets had seconds, which no text can say.
        if (text === undefined) return instant.getUTCFullYear() < 1973;
        return xsDateTime.parse(text) === text && new Date(text).getTime() === instant.getTime();
      }),
    );
  });

  test("is that of either side of a change of clocks", () => {
    const text = dateText(berlin);
    expect(
      ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map((one) => text(new Date(one), "dateTime")),
    ).toEqual(["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]);
  });

  test("is none for what XML Schema has no text for", () => {
    expect(dateText({ zone: "UTC" })(new Date("-000001-01-01"), "date")).toBeUndefined();
    expect(dateText(berlin)(new Date("1850-01-01"), "date")).toBeUndefined();
    expect(dateText({ zone: "UTC" })(new Date("+012345-06-07"), "date")).toBe("12345-06-07Z");
  });
});
