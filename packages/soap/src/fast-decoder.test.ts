import { ContractBroken } from "@portico/core";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { wsdl } from "../test/contract-files.ts";
import { GeneratedFolder } from "../test/generated-folder.ts";
import { compileContract } from "./codegen/compile.ts";
import { Decoder } from "./decoder.ts";
import { detour } from "./detour.ts";
import { type Careful, FastDecoder } from "./fast-decoder.ts";
import { namespace } from "./index.ts";
import { defaultXmlLimits, type XmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";
import { TagMemory } from "./xml/tag-memory.ts";

/** A type that holds itself, attributes, choices, groups, elements of two namespaces, and such as say their type. */
const schema = `
<xs:import namespace="urn:b" schemaLocation="b.xsd"/>
<xs:element name="tree" type="Tree"/><xs:element name="Ask" type="Tree"/>
<xs:simpleType name="Price"><xs:restriction base="xs:decimal">
  <xs:minInclusive value="0"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Unit"><xs:restriction base="xs:string">
  <xs:enumeration value="kg"/><xs:enumeration value="piece"/></xs:restriction></xs:simpleType>
<xs:complexType name="Mark"><xs:simpleContent><xs:extension base="xs:token">
  <xs:attribute name="unit" type="Unit" use="required"/><xs:attribute name="n" type="xs:int" default="7"/>
</xs:extension></xs:simpleContent></xs:complexType>
<xs:complexType name="B"><xs:sequence><xs:element name="b" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
<xs:complexType name="A"><xs:complexContent><xs:extension base="B"><xs:sequence>
  <xs:element name="a" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="Tree"><xs:sequence>
  <xs:element name="name" type="xs:string"/>
  <xs:element name="count" type="xs:int" minOccurs="0" form="qualified"/>
  <xs:element name="on" type="xs:boolean" minOccurs="0" nillable="true"/>
  <xs:choice><xs:element name="price" type="Price"/><xs:element name="note" type="xs:string" form="qualified"/></xs:choice>
  <xs:choice minOccurs="0">
    <xs:sequence><xs:element name="from" type="xs:date"/><xs:element name="to" type="xs:dateTime" minOccurs="0"/></xs:sequence>
    <xs:element name="mark" type="Mark" nillable="true"/></xs:choice>
  <xs:element name="item" type="B" minOccurs="0" maxOccurs="3"/>
  <xs:sequence minOccurs="0" maxOccurs="2">
    <xs:element name="key" type="xs:double"/><xs:element name="entry" type="xs:boolean" minOccurs="0" maxOccurs="2"/></xs:sequence>
  <xs:element name="tree" type="Tree" minOccurs="0" maxOccurs="5" form="qualified"/>
  <xs:element xmlns:b="urn:b" ref="b:extra" minOccurs="0"/>
  <xs:element name="box" type="Box" minOccurs="0"/>
  <xs:any namespace="##other" minOccurs="0" processContents="lax"/>
</xs:sequence></xs:complexType>
<xs:complexType name="Box"><xs:sequence><xs:element ref="tree" minOccurs="0"/></xs:sequence>
  <xs:attribute name="id" type="xs:int"/></xs:complexType>`;

const generated = new GeneratedFolder();
afterAll(() => generated.remove());
generated.write("t.wsdl", wsdl(schema));
generated.write(
  "b.xsd",
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b"><xs:element name="extra" type="xs:long"/></xs:schema>',
);
generated.write("t.gen.ts", compileContract({ name: "t", folder: generated.path, wsdl: "t.wsdl" }));
const { codec: tree } = (await generated.load("t.gen.ts", "tContract")).operations["Ask"]!.output!;
const ns = namespace("urn:t", "t");

const tight: XmlLimits = { ...defaultXmlLimits, depthMax: 8, elementsMax: 60, textBytesMax: 40 };

// A document is worth as many attempts as it is long.
const PADDING = `<!--${"-x".repeat(4_000)}-->`;

/** What is read, or how the contract was broken. `memory`: fast where that goes. */
function read(document: string, limits: XmlLimits, memory?: TagMemory): unknown {
  const reader = new XmlReader(Buffer.from(document + PADDING), limits, memory);
  const from = new Decoder(reader, false, memory === undefined ? undefined : new FastDecoder(reader, detour));
  try {
    from.next();
    const value = from.one(ns, "tree", tree);
    return { value, end: reader.tag };
  } catch (error) {
    if (error instanceof XmlRefused) return from.broken(error.message).message;
    if (error instanceof ContractBroken) return error.message;
    throw error;
  }
}

/** How many elements of it are looked at carefully; `undefined`: all are. */
function detours(document: string): number | undefined {
  const reader = new XmlReader(Buffer.from(document), defaultXmlLimits);
  reader.advance();
  let count = 0;
  const counted: Careful = (codec, xml, fast) => {
    count++;
    return detour(codec, xml, fast);
  };
  return new FastDecoder(reader, counted).element(tree) === undefined ? undefined : count;
}

/** Mostly what is right, now and then what is not. */
const often = (right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
const text = often(
  ["x", "", " spaced ", "ä€", "a &amp; b", "<![CDATA[<x>]]>", "]]", "\r\n"],
  ["x<!-- c -->y", "&bad;", "<x/>"],
);
const number = often(["1", "-7", "+5", " 3 "], ["12.50", "1e3", "", "99999999999"]);
const decimal = often(["1", "0.25", "+2", ".5", "007"], ["-1", "1.005"]);
const gap = often(["", "", "", "\n  "], ["<!-- c -->", "text"]);
const element = (
  name: string,
  content: fc.Arbitrary<string>,
  attributes: fc.Arbitrary<string> = fc.constant(""),
) =>
  fc
    .tuple(content, attributes, gap, fc.constantFrom(">", ">", ">", " >"))
    .map(([inside, said, after, end]) =>
      inside === "" && end === " >"
        ? `<${name}${said}/>${after}`
        : `<${name}${said}>${inside}</${name}${end}${after}`,
    );
const maybe = (one: fc.Arbitrary<string>) => fc.oneof({ weight: 2, arbitrary: one }, fc.constant(""));
const several = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 4 }).map((all) => all.join(""));
const prefixes = fc.constantFrom("t", "t", "t", "u");
const nil = often(["", "", ' i:nil="0"'], [' i:nil="true"', ' i:nil="maybe"']);
const types = often(
  [' i:type="t:A"', ' i:type="t:A"', ' i:type="u:A"', ' xmlns:v="urn:t" i:type="v:A"'],
  ["", ' i:type="t:C"', ' i:type="A"', ' i:type="t:A" id="1"'],
);
const flag = often(["true", "0", "1", "false"], ["maybe", ""]);
const marks = often(
  [' unit="kg"', ' unit="piece" n="3"', ' n="3" unit="kg"'],
  ["", ' unit="t"', ' i:nil="true"', ' unit="kg" n="x"', ' unit="k&#103;"'],
);
const b = element("b", number);

const { trees } = fc.letrec<{ trees: string }>((tie) => ({
  trees: prefixes.chain((prefix) =>
    element(
      `${prefix}:tree`,
      fc
        .tuple(
          gap,
          element("name", text),
          maybe(element(`${prefix}:count`, number)),
          maybe(element("on", flag, nil)),
          fc.oneof(element("price", decimal), element(`${prefix}:note`, text)),
          fc.oneof(
            fc.constant(""),
            element("mark", text, marks),
            fc
              .tuple(
                element("from", often(["2024-02-28", "2024-02-29Z"], ["2023-02-29"])),
                maybe(element("to", often(["2024-02-28T08:00:00"], ["8:00"]))),
              )
              .map((parts) => parts.join("")),
          ),
          several(
            fc.oneof(
              element(
                "item",
                fc.tuple(b, element("a", text)).map((parts) => parts.join("")),
                types,
              ),
              element(
                "item",
                fc.tuple(b, maybe(b)).map((parts) => parts.join("")),
              ),
            ),
          ),
          several(
            fc.tuple(element("key", number), maybe(element("entry", flag))).map((parts) => parts.join("")),
          ),
          fc.oneof({ maxDepth: 3, depthIdentifier: "tree" }, fc.constant(""), several(tie("trees"))),
          fc.oneof(
            { maxDepth: 3, depthIdentifier: "tree" },
            fc.constant(""),
            element(
              "box",
              maybe(tie("trees")),
              often(
                ["", "", ' id="1"', ' id="2"', ' xmlns:w="urn:w"'],
                [" id='x'", ' other="1"', ' xmlns="urn:t"'],
              ),
            ),
          ),
          often([""], ['<o:x xmlns:o="urn:other"/>', '<o:extra xmlns:o="urn:b">5</o:extra>']),
        )
        .map((parts) => parts.join("")),
      often([""], [' id="1"', ' xmlns="urn:t"', ' xmlns:w="urn:w"', ' i:type="t:Tree"']),
    ),
  ),
}));
const documents = trees.map((root) =>
  root.replace(
    /^<\w:tree/,
    '$& xmlns:t="urn:t" xmlns:u="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"',
  ),
);
/** A document and what a bad line makes of it. */
const damaged = fc
  .tuple(
    documents,
    fc.nat(),
    fc.nat(6),
    fc.constantFrom("", "<", ">", "&", "x", "/", '"', "</a>", "<a>", " ", "\u0001"),
  )
  .map(([document, place, removed, put]) => {
    const at = place % document.length;
    return document.slice(0, at) + put + document.slice(at + removed);
  });

describe("what is read fast", () => {
  test("is what is read with care, of whole documents and damaged ones, whatever came before", () => {
    const memory = new TagMemory();
    const tightMemory = new TagMemory();
    let whole = 0;
    fc.assert(
      fc.property(fc.oneof(documents, documents, damaged), (document) => {
        const careful = read(document, defaultXmlLimits);
        for (let time = 0; time < 3; time++)
          expect(read(document, defaultXmlLimits, memory)).toEqual(careful);
        expect(read(document, tight, tightMemory)).toEqual(read(document, tight));
        if (typeof careful !== "string") whole++;
      }),
      { numRuns: 4_000 },
    );
    expect(whole).toBeGreaterThan(200);
  });

  const known = (document: string, limits = defaultXmlLimits) => {
    const memory = new TagMemory();
    for (let time = 0; time < 4; time++) read(document, limits, memory);
    return memory;
  };
  const flat = (names: readonly string[]) =>
    `<t:tree xmlns:t="urn:t"><name>x</name><price>1</price>${names
      .map((name) => `<t:tree><name>${name}</name><price>2</price></t:tree>`)
      .join("")}</t:tree>`;

  test("is what is written as nearly everybody does", () => {
    const declared = 'xmlns:t="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const root = (content: string) => `<t:tree ${declared}><name/>${content}</t:tree>`;
    for (const document of [
      flat(["a", "b", "c"]),
      flat(["", "größer", "a &amp; b", "<![CDATA[x]]>"]),
      flat(["a"]).replaceAll("><", ">\n  <"),
      root('<on i:nil="true"/><price>1</price>'),
      root('<t:count>1</t:count><on>1</on><t:note/><mark unit="kg" n="2">x</mark>'),
      root('<price>1.50</price><mark i:nil="true" /><item i:type="t:A"><b>1</b><a/></item>'),
      root("<price>1</price><from>2024-01-31</from><item><b>1</b><b>2</b></item>"),
      root("<price>1</price><key>1</key><entry>0</entry><key>2.5</key>"),
      root('<price>1</price><box id="1"><t:tree><name>x</name><t:note>y</t:note></t:tree></box>'),
      root("<price>1</price>").replaceAll("t:tree", "long:tree").replace("xmlns:t", "xmlns:long"),
      root("<price>1</price><o:extra>5</o:extra>").replace(" xmlns:t=", ' xmlns:o="urn:b" xmlns:t='),
      root("<price>1</price>").replaceAll(" xmlns:t=", ' xmlns:other="urn:t" xmlns:t='),
    ]) {
      expect({ document, detours: detours(document) }).toEqual({ document, detours: 0 });
    }
  });

  test("is what is around an element that says more than it must", () => {
    const declared = 'xmlns:t="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const root = (content: string) => `<t:tree ${declared}><name/><price>1</price>${content}</t:tree>`;
    const item = '<item xmlns:v="urn:t" i:type="v:A"><b>1</b><a>2</a></item>';
    const document = root(
      `${item}${item}<box xmlns:w="urn:w"><t:tree><name/><price>2</price></t:tree></box>`,
    );
    expect(detours(document)).toBe(3);
    expect(read(document, defaultXmlLimits, new TagMemory())).toEqual(read(document, defaultXmlLimits));
  });

  test("has an end where it says so: what follows an empty element is not in it", () => {
    const inside = "<name>x</name><price>2</price>";
    const root = (content: string) =>
      `<t:tree xmlns:t="urn:t"><name>r</name><price>1</price>${content}</t:tree>`;
    const memory = known(root(`<box id="1"><t:tree>${inside}</t:tree></box>`));
    const broken = root(`<box id="2"><t:tree/>${inside}</box>`);
    const careful = read(broken, defaultXmlLimits);
    expect(careful).toContain("A required element is missing");
    for (let time = 0; time < 3; time++) expect(read(broken, defaultXmlLimits, memory)).toEqual(careful);
  });

  test("keeps every limit to the element and the byte", () => {
    const document = flat(["a", "b", "c"]);
    const memory = known(document);
    expect(read(document, { ...defaultXmlLimits, elementsMax: 12 }, memory)).toHaveProperty("value");
    expect(read(document, { ...defaultXmlLimits, elementsMax: 11 }, memory)).toContain("More elements");
    expect(read(document, { ...defaultXmlLimits, depthMax: 3 }, memory)).toHaveProperty("value");
    expect(read(document, { ...defaultXmlLimits, depthMax: 2 }, memory)).toContain("nested deeper");
    expect(read(flat(["abcd"]), { ...defaultXmlLimits, textBytesMax: 4 }, memory)).toHaveProperty("value");
    expect(read(flat(["abcde"]), { ...defaultXmlLimits, textBytesMax: 4 }, memory)).toContain("More text");
  });

  test("holds back no part of a document from being checked", () => {
    const document = flat(["a", "b", "c"]);
    const memory = known(document);
    for (let at = 0; at < document.length; at++) {
      for (const put of ["<", "&", "\u0001", "]]>", "</t:tree>", "<x/>", "\n"]) {
        const broken = document.slice(0, at) + put + document.slice(at);
        const careful = { broken, read: read(broken, defaultXmlLimits) };
        expect({ broken, read: read(broken, defaultXmlLimits, memory) }).toEqual(careful);
      }
      const cut = document.slice(0, at);
      expect(read(cut, defaultXmlLimits, memory)).toEqual(read(cut, defaultXmlLimits));
    }
  });
});
