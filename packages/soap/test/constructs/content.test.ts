import { describe, expect, test } from "vitest";
import { decode, encode, roundTrip } from "./exchange.ts";
import type { ConstructsWire } from "./generated/constructs.gen.ts";

describe("content models", () => {
  test("xs:all comes in any order and goes in the schema's", async () => {
    const read = await decode("<all><three>c</three><four>x</four><one>1</one></all>");
    expect(read).toStrictEqual({ all: { one: 1, three: "c", four: "x" } });
    expect(await encode({ all: { three: null, one: 1 } })).toBe(
      '<c:all><c:one>1</c:one><c:three xsi:nil="true"/></c:all>',
    );
  });

  test.each([
    ["<all><one>1</one></all>", "/Envelope/Body/Answer/all/three"],
    ["<all><three/><one>1</one><three/></all>", "/Envelope/Body/Answer/all"],
    ["<pairs/>", "/Envelope/Body/Answer/pairs/$items[1]"],
    ["<pairs><key>k</key><key>l</key><value/><value/><other/></pairs>", "/Envelope/Body/Answer/pairs"],
    ["<mixture><text/><text/><text/><text/><text/></mixture>", "/Envelope/Body/Answer/mixture/$items[5]"],
    ["<mixture><left>1</left><text/></mixture>", "/Envelope/Body/Answer/mixture/$items[1]/right"],
    ["<mixture><end/></mixture>", "/Envelope/Body/Answer/mixture/end[2]"],
    ["<nested/>", "/Envelope/Body/Answer/nested/a|b|c"],
    ["<nested><a>1</a><b>2</b></nested>", "/Envelope/Body/Answer/nested"],
    ["<nested><c>1</c><d>1</d><e>2</e></nested>", "/Envelope/Body/Answer/nested"],
    ["<maybe><from>1</from></maybe>", "/Envelope/Body/Answer/maybe/to"],
    ["<maybe><to>1</to></maybe>", "/Envelope/Body/Answer/maybe"],
  ])("what does not fit is refused with its path: %s", async (inside, path) => {
    await expect(decode(inside)).rejects.toMatchObject({ code: "contract_broken", path });
  });

  test("a repeated sequence keeps its pairs", async () => {
    const inside =
      "<pairs><key>a</key><value>1</value><value>2</value><key>b</key><key>c</key><value/></pairs>";
    const pairs = [
      { key: "a", value: ["1", "2"] },
      { key: "b", value: [] },
      { key: "c", value: [""] },
    ];
    expect(await decode(inside)).toStrictEqual({ pairs: { $items: pairs } });
    expect(await roundTrip({ pairs: { $items: pairs } })).toStrictEqual({ pairs: { $items: pairs } });
  });

  test("a repeated choice keeps the order of what was chosen; a repeated element alone is an array", async () => {
    const inside =
      '<mixture><number>1</number><left>2</left><right>3</right><text>t</text><number xsi:nil="1"/><end>x</end><end/></mixture>';
    const mixture = {
      $items: [{ number: 1 }, { left: 2, right: 3 }, { text: "t" }, { number: null }],
      end: ["x", ""],
    };
    expect(await decode(inside)).toStrictEqual({ mixture });
    expect(await roundTrip({ mixture })).toStrictEqual({ mixture });
    expect(await decode("<mixture><end/><end/></mixture>")).toStrictEqual({
      mixture: { $items: [], end: ["", ""] },
    });
  });

  test.each([
    [{ a: 1 }],
    [{ b: 1 }],
    [{ c: 1, $items: [] }],
    [{ c: 1, d: 2, $items: [{ f: 1, g: 2 }] }],
    [{ c: 1, e: [2, 3], $items: [] }],
  ])("choices in choices: %j", async (nested) => {
    expect(await roundTrip({ nested })).toStrictEqual({ nested });
  });

  test("one alternative at a time is sent, and a group only whole", async () => {
    const input = (value: unknown) => encode(value as ConstructsWire);
    await expect(input({ nested: { a: 1, b: 2 } })).rejects.toThrow("More than one alternative");
    await expect(input({ nested: { c: 1, d: 1, e: [1], $items: [] } })).rejects.toThrow("More than one");
    await expect(input({ mixture: { $items: [{ left: 1 }], end: ["", ""] } })).rejects.toMatchObject({
      path: "/Ask/mixture/$items[1]/right",
    });
    await expect(input({ mixture: { $items: [{}], end: ["", ""] } })).rejects.toThrow("No alternative");
    await expect(input({ maybe: { to: 1 } })).rejects.toMatchObject({ path: "/Ask/maybe/from" });
    await expect(input({ pairs: { $items: [] } })).rejects.toThrow("At least 1");
  });

  test("a sequence that may be absent is there as a whole or not at all", async () => {
    expect(await decode("<maybe><last>1</last></maybe>")).toStrictEqual({ maybe: { last: 1 } });
    const maybe = { from: 1, to: 2, last: 3 };
    expect(await roundTrip({ maybe })).toStrictEqual({ maybe });
  });

  test("groups and attribute groups are as if written in place", async () => {
    const grouped = {
      by: "x",
      lang: "de-AT",
      mark: 1,
      name: "n",
      street: "s",
      box: "b",
      others: {
        $items: [
          { street: "t", zip: "1" },
          { street: "u", box: "2" },
        ],
      },
    };
    expect(await roundTrip({ grouped })).toStrictEqual({ grouped });
    expect(await encode({ grouped: { by: "x", lang: "", mark: 1, name: "n", street: "s", zip: "z" } })).toBe(
      '<c:grouped by="x" xml:lang="" c:mark="1"><c:name>n</c:name><c:street>s</c:street><c:zip>z</c:zip></c:grouped>',
    );
  });
});

describe("defaults and fixed values", () => {
  test("an absent attribute has its default; an element only when it is there and empty", async () => {
    expect(await decode("<preset/>")).toStrictEqual({ preset: { lang: "de", kind: "plain" } });
    expect(await decode('<preset lang="en"><unit/><version/><count xsi:nil="true"/></preset>')).toStrictEqual(
      { preset: { lang: "en", kind: "plain", unit: "kg", version: "1.0", count: null } },
    );
    expect(await decode("<preset><unit> </unit><count/></preset>")).toMatchObject({
      preset: { unit: " ", count: 7 },
    });
  });

  test("a fixed value is checked both ways", async () => {
    await expect(decode('<preset kind="fancy"/>')).rejects.toMatchObject({
      path: "/Envelope/Body/Answer/preset/@kind",
    });
    await expect(decode("<preset><version>2</version></preset>")).rejects.toThrow("Not a valid decimal");
    await expect(encode({ preset: { kind: "fancy" } })).rejects.toThrow(
      "Not a valid token: /Ask/preset/@kind",
    );
    expect(await encode({ preset: { kind: "plain" } })).toBe('<c:preset kind="plain"/>');
  });

  test("what would arrive as the default is not sent as something else", async () => {
    await expect(encode({ preset: { unit: "" } })).rejects.toThrow("Not a valid string: /Ask/preset/unit");
  });
});

describe("derivation", () => {
  const chain = { $type: "Third", level: 1, first: "1", second: 2, third: 3 } as const;

  test("inherited content comes first at any depth, across namespaces", async () => {
    expect(await encode({ chain })).toBe(
      '<c:chain xsi:type="c:Third" level="1"><ns:first>1</ns:first><c:second>2</c:second><c:third>3</c:third></c:chain>',
    );
    expect(
      await decode(
        '<chain xmlns:q="urn:constructs" xsi:type="q:Third" b:x="y" level="1"><b:first>1</b:first><second>2</second><third>3</third></chain>',
      ),
    ).toStrictEqual({ chain: { ...chain, $attributes: [{ uri: "urn:base", local: "x", value: "y" }] } });
    await expect(
      decode('<chain xsi:type="Third"><second>2</second><b:first>1</b:first><third>3</third></chain>'),
    ).rejects.toMatchObject({ path: "/Envelope/Body/Answer/chain/first" });
  });

  test("a restriction says its content again and keeps the attributes it does not forbid", async () => {
    const narrow = { $type: "Narrow" as const, kept: 2, level: 1, first: "a", second: 2 };
    expect(await encode({ narrow })).toBe(
      '<c:narrow kept="2" level="1"><c:first>a</c:first><c:second>2</c:second></c:narrow>',
    );
    expect(await roundTrip({ wide: narrow })).toStrictEqual({
      wide: narrow,
    });
    expect(await decode("<wide><second>1</second><second>2</second></wide>")).toStrictEqual({
      wide: { $type: "Wide", second: [1, 2] },
    });
    await expect(decode('<narrow level="1" old="2"><first/><second>2</second></narrow>')).rejects.toThrow(
      "An attribute the contract does not know",
    );
    await expect(decode('<narrow level="1"><second>2</second></narrow>')).rejects.toMatchObject({
      path: "/Envelope/Body/Answer/narrow/first",
    });
  });

  test("text with attributes may be restricted in both", async () => {
    const weight = { unit: "kg", $value: "1.50" } as const;
    expect(await roundTrip({ weight })).toStrictEqual({ weight });
    await expect(decode('<weight unit="lb">1</weight>')).rejects.toMatchObject({
      path: "/Envelope/Body/Answer/weight/@unit",
    });
    await expect(decode('<weight unit="t">-1</weight>')).rejects.toThrow("Not a valid Weight value");
  });

  test("elements that stand for another are told apart by their own names", async () => {
    const garage = {
      vehicle: [
        { car: { wheels: 4, doors: 5 } },
        { tanker: { wheels: 10, vehicle: { car: { wheels: 3, doors: 1 } } } },
      ],
      remark: { comment: "c" },
    };
    const inside =
      "<garage><car><b:wheels>4</b:wheels><doors>5</doors></car>" +
      "<tanker><b:wheels>10</b:wheels><car><b:wheels>3</b:wheels><doors>1</doors></car></tanker><comment>c</comment></garage>";
    expect(await decode(inside)).toStrictEqual({ garage });
    expect(await roundTrip({ garage })).toStrictEqual({ garage });
    await expect(decode("<garage><b:vehicle/></garage>")).rejects.toMatchObject({
      path: "/Envelope/Body/Answer/garage/vehicle[1]",
    });
  });

  test("a schema without namespace takes that of whoever includes it", async () => {
    const place = { town: "Ulm", postcode: "89073" };
    expect(await encode({ place })).toBe(
      "<c:place><c:town>Ulm</c:town><c:postcode>89073</c:postcode></c:place>",
    );
    expect(await roundTrip({ place })).toStrictEqual({ place });
  });
});
