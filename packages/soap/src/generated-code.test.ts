import { ContractBroken } from "@portico/core";
import { testCall } from "@portico/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cannedHttp, soapBody } from "../fixtures/canned-http.ts";
import {
  type EverythingWire,
  type NamesWire,
  odditiesContract,
  type ShapeWire,
} from "../fixtures/oddities/generated/oddities.gen.ts";
import { soapClient } from "./client.ts";
import { SoapInputInvalid } from "./input-invalid.ts";

const url = "http://oddities.example/";

/** What `Echo` makes of an answer body. */
const decode = (body: string) =>
  soapClient(odditiesContract, { url, http: cannedHttp(() => soapBody(body)) }).Echo(
    { shape: [], item: [] },
    testCall(),
  );

/** What goes out for an input, from the body's element on. */
async function encode(input: EverythingWire): Promise<string> {
  const http = cannedHttp(() => soapBody('<EchoResponse xmlns="urn:oddities"/>'));
  await soapClient(odditiesContract, { url, http }).Echo(input, testCall());
  return /<soap:Body>(.*)<\/soap:Body>/s.exec(String(http.requests[0]!.body))![1]!;
}

/** There and back: the request comes back as the answer. */
function roundTrip(input: EverythingWire): Promise<EverythingWire> {
  const http = cannedHttp(({ body }) => ({
    body: Buffer.from(String(body).replaceAll("tns:Echo", "tns:EchoResponse")),
  }));
  return soapClient(odditiesContract, { url, http }).Echo(input, testCall());
}

const echo = (inside: string, attributes = "") =>
  `<EchoResponse xmlns="urn:oddities" xmlns:x="urn:oddities" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}>${inside}</EchoResponse>`;

const breach = async (body: string) => {
  const error: unknown = await decode(body).catch((reason: unknown) => reason);
  return error instanceof ContractBroken ? error.message : error;
};

describe("an answer", () => {
  test("keeps absent, empty and nil apart, and arrays are arrays", async () => {
    expect(await decode(echo(""))).toStrictEqual({ shape: [], item: [] });
    const some =
      '<price xsi:nil="true"/><item><count>1</count><note/></item><item xsi:nil="1"/><item><count>2</count><note xsi:nil="true"></note></item><word/>';
    expect(await decode(echo(some))).toStrictEqual({
      shape: [],
      price: null,
      item: [{ count: 1, note: "" }, null, { count: 2, note: null }],
      word: "",
    });
  });

  test("is read by namespace whatever the prefixes, the indentation and the CDATA", async () => {
    const pretty = `
      <q7:EchoResponse xmlns:q7="urn:oddities" word="7">
        <!-- generated -->
        <q7:tree>
          <q7:leaf><![CDATA[<b>]]> &amp; c</q7:leaf>
          <leaf xmlns="urn:oddities"> d </leaf>
          <?page break?>
          <q7:tree/>
        </q7:tree>
        <q7:word>outer</q7:word>
        <word>inner</word>
      </q7:EchoResponse>`;
    expect(await decode(pretty)).toStrictEqual({
      "@word": 7,
      shape: [],
      tree: { leaf: ["<b> & c", " d "], tree: [{ leaf: [], tree: [] }] },
      item: [],
      word: "outer",
      word_2: "inner",
    });
  });

  test("says which type an element is of, whatever prefix xsi:type uses", async () => {
    const shapes =
      "<shape><colour>red</colour></shape>" +
      '<shape xsi:type="x:Circle" id="c"><colour>red</colour><radius>1e1</radius></shape>' +
      '<shape xmlns:y="urn:oddities" xsi:type=" y:Ring " label="r"><colour>blue</colour><radius>2</radius><inner>INF</inner></shape>' +
      '<shape xsi:type="Group"><colour>blue</colour><member xsi:type="Shape"><colour>red</colour></member></shape>';
    expect((await decode(echo(shapes))).shape).toStrictEqual([
      { $type: "Shape", colour: "red" },
      { $type: "Circle", id: "c", colour: "red", radius: 10 },
      { $type: "Ring", label: "r", colour: "blue", radius: 2, inner: Infinity },
      { $type: "Group", colour: "blue", member: [{ $type: "Shape", colour: "red" }] },
    ]);
  });

  test("takes the alternative of a choice that is there", async () => {
    const either = async (inside: string) => (await decode(echo(`<either>${inside}</either>`))).either;
    expect(await either("<one>1</one><left>l</left><end>1</end>")).toStrictEqual({
      one: 1,
      left: "l",
      end: true,
    });
    expect(await either("<second>s</second><end>0</end>")).toStrictEqual({ second: "s", end: false });
    expect(await either("<first/><second/><right/><end>0</end>")).toStrictEqual({
      first: "",
      second: "",
      right: "",
      end: false,
    });
    expect(await either("<many>a</many><many>b</many><end>true</end>")).toStrictEqual({
      many: ["a", "b"],
      end: true,
    });
  });

  test("gives properties their names even where JavaScript has other plans for them", async () => {
    const names =
      '<names type="t"><__proto__>p</__proto__><constructor>c</constructor><class>k</class><kunden-nr>1</kunden-nr><kundenNr>2</kundenNr>' +
      "<Größe>g</Größe><a.b>ab</a.b><value>v</value><from>f</from><xsString>x</xsString><namesCodec>n</namesCodec></names>";
    const read = (await decode(echo(names))).names!;
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(Object.fromEntries(Object.entries(read))).toStrictEqual(
      JSON.parse(
        '{"@type":"t","__proto__":"p","constructor":"c","class":"k","kunden-nr":"1","kundenNr":"2","Größe":"g","a.b":"ab","value":"v","from":"f","xsString":"x","namesCodec":"n"}',
      ),
    );
  });

  test("allows what XML Schema itself may write on any element", async () => {
    const marked =
      '<word xsi:nil="false" xsi:type="xs:string" xmlns:xs="http://www.w3.org/2001/XMLSchema">w</word>';
    expect(
      await decode(echo(marked, ' xsi:schemaLocation="urn:oddities oddities.xsd" xsi:type="Everything"')),
    ).toMatchObject({ word: "w" });
  });

  const at = "/Envelope/Body/EchoResponse";
  test.each([
    ["an unknown element", "<surprise/>", `An element the contract does not know here: ${at}`],
    [
      "a known element of another namespace",
      '<word xmlns="urn:other">w</word>',
      `An element the contract does not know here: ${at}`,
    ],
    ["the wrong order", "<word>w</word><tree/>", `An element the contract does not know here: ${at}`],
    [
      "one element too many of a list",
      "<item xsi:nil='1'/>".repeat(4),
      `More than 3 elements: ${at}/item[4]`,
    ],
    [
      "a missing element",
      "<item><count>1</count></item>",
      `A required element is missing: ${at}/item[1]/note`,
    ],
    ["a missing attribute", "<price>1</price>", `A required attribute is missing: ${at}/price/@currency`],
    ["an unknown attribute", "<tree colour='red'/>", `An attribute the contract does not know: ${at}/tree`],
    [
      "an attribute of a namespace it has not",
      "<price currency='EUR' x:currency='EUR'>1</price>",
      `An attribute the contract does not know: ${at}/price`,
    ],
    [
      "a bad number",
      "<item><count>many</count><note/></item>",
      `Not a valid Item count value: ${at}/item[1]/count`,
    ],
    [
      "a number out of bounds",
      "<item><count>100</count><note/></item>",
      `Not a valid Item count value: ${at}/item[1]/count`,
    ],
    [
      "an unknown value of an enumeration",
      "<shape><colour>green</colour></shape>",
      `Not a valid Colour: ${at}/shape[1]/colour`,
    ],
    [
      "a decimal with too many digits",
      "<price currency='EUR'>1.234</price>",
      `Not a valid Amount: ${at}/price`,
    ],
    ["text where elements belong", "<tree>leaf</tree>", `Text between elements: ${at}/tree`],
    ["an element where text belongs", "<word><b/></word>", `An element inside a simple value: ${at}/word`],
    ["nil where it may not be", "<word xsi:nil='true'/>", `nil where the contract allows none: ${at}/word`],
    [
      "nil with content",
      "<price xsi:nil='true' currency='EUR'>1</price>",
      `Attributes on a nil element: ${at}/price`,
    ],
    ["nil with text", "<price xsi:nil='true'>1</price>", `Content in a nil element: ${at}/price`],
    [
      "nil that is no boolean",
      "<price xsi:nil='maybe' currency='EUR'>1</price>",
      `Not a valid boolean: ${at}/price/@xsi:nil`,
    ],
    [
      "an unknown type",
      "<shape xsi:type='x:Square'><colour>red</colour></shape>",
      `A type the contract does not know here: ${at}/shape[1]/@xsi:type`,
    ],
    [
      "a type of another namespace",
      "<shape xmlns:o='urn:other' xsi:type='o:Circle'/>",
      `A type the contract does not know here: ${at}/shape[1]/@xsi:type`,
    ],
    [
      "a type that is no shape",
      "<shape xsi:type='x:Tree'/>",
      `A type the contract does not know here: ${at}/shape[1]/@xsi:type`,
    ],
    [
      "a type whose prefix nobody declared",
      "<shape xsi:type='z:Circle'/>",
      `A prefix that nothing declares: ${at}/shape[1]`,
    ],
    [
      "no alternative of a choice",
      "<either><end>1</end></either>",
      `A required element is missing: ${at}/either/one|first|many`,
    ],
    [
      "two alternatives of a choice",
      "<either><one>1</one><second/><end>1</end></either>",
      `A required element is missing: ${at}/either/end`,
    ],
    [
      "half an alternative",
      "<either><first/><end>1</end></either>",
      `A required element is missing: ${at}/either/second`,
    ],
    [
      "a type that holds itself for ever",
      "<tree>".repeat(98) + "</tree>".repeat(98),
      `Not XML we accept: Elements nested deeper than allowed: ${at}${"/tree".padEnd(5)}${"/tree[1]".repeat(96)}`,
    ],
  ])("with %s breaks the contract", async (_what, inside, message) => {
    expect(await breach(echo(inside))).toBe(message);
  });

  test("shows what was found only as a bounded cause", async () => {
    const secret = "x".repeat(5_000);
    const error: unknown = await decode(echo(`<${secret}/>`)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ContractBroken);
    expect(String(error)).not.toContain("xxx");
    const read: unknown = await decode(echo(`<item><count>${secret}</count></item>`)).catch(
      (reason: unknown) => reason,
    );
    expect(String(read)).not.toContain("xxx");
    expect(String((read as Error).cause).length).toBeLessThan(300);
  });
});

describe("a request", () => {
  test("has the schema's order whatever the object's, and escapes what it must", async () => {
    expect(
      await encode({
        word: "<&>\"'\r\n",
        tree: { tree: [], leaf: ["\t"] },
        item: [null],
        shape: [],
        "@word": -1,
      }),
    ).toBe(
      '<tns:Echo word="-1"><tns:tree><tns:leaf>\t</tns:leaf></tns:tree><tns:item xsi:nil="true"/>' +
        "<tns:word>&lt;&amp;&gt;\"'&#13;\n</tns:word></tns:Echo>",
    );
  });

  test("names the type of an element that is not of its declared one", async () => {
    const circle: ShapeWire = { $type: "Circle", colour: "red", radius: 0.5, id: "c" };
    expect(await encode({ shape: [{ $type: "Shape", colour: "blue" }, circle], item: [] })).toBe(
      "<tns:Echo><tns:shape><tns:colour>blue</tns:colour></tns:shape>" +
        '<tns:shape xsi:type="tns:Circle" id="c"><tns:colour>red</tns:colour><tns:radius>0.5</tns:radius></tns:shape></tns:Echo>',
    );
  });

  const wrong = (input: unknown) => encode(input as EverythingWire).catch((error: unknown) => error);
  const base = { shape: [], item: [] };
  test.each([
    [
      "an unknown property",
      { ...base, surprise: 1 },
      "A property the contract does not know: /Echo/surprise",
    ],
    [
      "an own __proto__",
      JSON.parse('{"shape":[],"item":[],"__proto__":{}}'),
      "A property the contract does not know: /Echo/__proto__",
    ],
    ["no object", "text", "An object is needed: /Echo"],
    ["null", null, "An object is needed: /Echo"],
    ["an array for an object", { ...base, tree: [] }, "An object is needed: /Echo/tree"],
    [
      "a missing value",
      { ...base, item: [{ note: null }] },
      "A required value is missing: /Echo/item[1]/count",
    ],
    ["a missing array", { shape: [] }, "An array is needed: /Echo/item"],
    ["a hole in an array", { ...base, shape: [undefined] }, "A hole in an array: /Echo/shape[1]"],
    [
      "too many elements",
      { ...base, item: [null, null, null, null] },
      "At most 3 elements are allowed: /Echo/item",
    ],
    ["null where nothing may be nil", { ...base, word: null }, "Not a valid string: /Echo/word"],
    ["a number for a string", { ...base, word: 1 }, "Not a valid string: /Echo/word"],
    ["a string for a number", { ...base, "@word": "1" }, "Not a valid int: /Echo/@word"],
    [
      "a value out of bounds",
      { ...base, item: [{ count: 100, note: null }] },
      "Not a valid Item count value: /Echo/item[1]/count",
    ],
    [
      "a value that is no enumeration's",
      { ...base, shape: [{ $type: "Shape", colour: "green" }] },
      "Not a valid Colour: /Echo/shape[1]/colour",
    ],
    [
      "a type nobody knows",
      { ...base, shape: [{ $type: "Square", colour: "red" }] },
      "A type the contract does not know here: /Echo/shape[1]/$type",
    ],
    [
      "no type",
      { ...base, shape: [{ colour: "red" }] },
      "A type the contract does not know here: /Echo/shape[1]/$type",
    ],
    ["null for a typed element", { ...base, shape: [null] }, "An object is needed: /Echo/shape[1]"],
    [
      "two alternatives",
      { ...base, either: { one: 1, second: "2", end: true } },
      "More than one alternative of a choice: /Echo/either/one|first|many",
    ],
    [
      "no alternative",
      { ...base, either: { end: true } },
      "No alternative of a choice: /Echo/either/one|first|many",
    ],
    [
      "half an alternative",
      { ...base, either: { first: "1", end: true } },
      "A required value is missing: /Echo/either/second",
    ],
    ["a character XML has not", { ...base, word: "a\u0000" }, "A character XML cannot carry: /Echo/word"],
    ["half a surrogate pair", { ...base, word: "\ud83c" }, "A character XML cannot carry: /Echo/word"],
    [
      "an inherited method for a value",
      { ...base, names: { "@type": "t" } },
      "A required value is missing: /Echo/names/__proto__",
    ],
  ])("with %s is refused before anything is sent", async (_what, input, message) => {
    const error = await wrong(input);
    expect(error).toBeInstanceOf(SoapInputInvalid);
    expect((error as Error).message).toBe(message);
    expect(error).toMatchObject({ code: "soap_input_invalid", path: message.split(": ")[1] });
  });
});

describe("there and back", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", " ", "\n", "\r", "\t", "<", "&", "]]>", "é", "🍷", '"'),
  });
  const names: fc.Arbitrary<NamesWire> = fc
    .tuple(fc.array(text, { minLength: 13, maxLength: 13 }), fc.option(fc.boolean(), { nil: undefined }))
    .map(([values, flag]) => {
      const keys = [
        "__proto__",
        "constructor",
        "toString",
        "class",
        "kunden-nr",
        "kundenNr",
        "Größe",
        "a.b",
        "value",
        "from",
        "xsString",
        "namesCodec",
        "type",
      ];
      const entries = [...keys.map((key, i): [string, unknown] => [key, values[i]]), ["@type", "t-1"]];
      if (flag !== undefined) entries.push(["hasOwnProperty", flag]);
      return Object.fromEntries(entries) as NamesWire;
    });
  const colour = fc.constantFrom("red" as const, "blue" as const);
  const number = fc.double({ noNaN: true });
  const { shape } = fc.letrec<{ shape: ShapeWire }>((tie) => ({
    shape: fc.oneof(
      { maxDepth: 3 },
      fc.record({ $type: fc.constant("Shape" as const), colour }),
      fc.record({ $type: fc.constant("Circle" as const), colour, radius: number }),
      fc.record({ $type: fc.constant("Ring" as const), colour, radius: number, inner: number, label: text }),
      fc.record({
        $type: fc.constant("Group" as const),
        colour,
        member: fc.array(tie("shape"), { maxLength: 3 }),
      }),
    ),
  }));
  const either: fc.Arbitrary<NonNullable<EverythingWire["either"]>> = fc
    .tuple(
      fc.oneof(
        fc.record({ one: fc.integer() }),
        fc.record({ first: text, second: text }),
        fc.record({ second: text }),
        fc.record({ many: fc.array(text, { minLength: 1, maxLength: 3 }) }),
      ),
      fc.oneof(fc.constant({}), fc.record({ left: text }), fc.record({ right: text })),
      fc.boolean(),
    )
    .map(([first, second, end]) => ({ ...first, ...second, end }));
  const amount = fc.integer({ min: -1_049, max: 999_999 }).map((cents) => (cents / 100).toFixed(2));
  const everything: fc.Arbitrary<EverythingWire> = fc.record(
    {
      "@word": fc.integer(),
      names,
      shape: fc.array(shape, { maxLength: 3 }),
      price: fc.option(fc.record({ $value: amount, currency: text })),
      item: fc.array(
        fc.option(fc.record({ count: fc.integer({ min: 0, max: 99 }), note: fc.option(text) })),
        { maxLength: 3 },
      ),
      item_2: fc.record({ item: fc.record({ count: fc.constant(1), note: fc.constant(null) }) }),
      either,
      values: fc.record(
        {
          bytes: fc.uint8Array(),
          when: fc.constant("2026-11-22T10:00:00"),
          code: fc.constantFrom("AB1", "none"),
          level: fc.constantFrom(1 as const, 7 as const),
          amount,
          letters: fc.constant("a b"),
        },
        { requiredKeys: [] },
      ),
      word: text,
      nothing: fc.constant({}),
      word_2: text,
    },
    { requiredKeys: ["shape", "item"] },
  );

  test("everything comes back as it went", async () => {
    await fc.assert(
      fc.asyncProperty(everything, async (made) => {
        // fast-check's records have no prototype.
        const input = structuredClone(made);
        expect(await roundTrip(input)).toStrictEqual(input);
      }),
      { numRuns: 300 },
    );
  });
});
