import { afterAll, describe, expect, test } from "vitest";
import { ask, wsdl } from "../test/contract-files.ts";
import { GeneratedFolder } from "../test/generated-folder.ts";
import { compileContract } from "./codegen/compile.ts";
import type { SoapElement } from "./contract.ts";
import { Decoder } from "./decoder.ts";
import { detour } from "./detour.ts";
import { FastDecoder } from "./fast-decoder.ts";
import { defaultXmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";

const generated = new GeneratedFolder();
afterAll(() => generated.remove());

async function compiled(name: string, schema: string): Promise<SoapElement<unknown>> {
  generated.write(`${name}.wsdl`, wsdl(schema));
  const text = compileContract({ name: "t", folder: generated.path, wsdl: `${name}.wsdl` });
  generated.write(`${name}.gen.ts`, text);
  return (await generated.load(`${name}.gen.ts`, "tContract")).operations["Ask"]!.output!;
}

function read({ namespace, local, codec }: SoapElement<unknown>, document: string) {
  const reader = new XmlReader(Buffer.from(document), defaultXmlLimits);
  const from = new Decoder(reader, false, new FastDecoder(reader, detour));
  from.next();
  return from.one(namespace, local, codec);
}

// A document is worth as many attempts as it is long.
const PADDING = `<!--${"x".repeat(4_000)}-->`;
const root = (content: string) => `<t:Ask xmlns:t="urn:t" xmlns:v="urn:old">${content}</t:Ask>${PADDING}`;

describe("what a start tag declares", () => {
  test("is in force in the attributes before it, too", async () => {
    const element = await compiled(
      "attribute",
      ask(`<xs:sequence><xs:element name="c"><xs:complexType>
        <xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence>
        <xs:attribute name="kind" type="xs:QName"/></xs:complexType></xs:element></xs:sequence>`),
    );
    expect(read(element, root('<c kind="v:n" xmlns:v="urn:new"><x>1</x></c>'))).toEqual({
      c: { x: 1, kind: { uri: "urn:new", local: "n" } },
    });
  });

  test("is looked up by what a prefix in a type's name is, and not by its bytes", async () => {
    const element = await compiled(
      "type",
      `<xs:complexType name="B"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>
      <xs:complexType name="A"><xs:complexContent><xs:extension base="B"/></xs:complexContent></xs:complexType>
      ${ask('<xs:sequence><xs:element name="c" type="B"/></xs:sequence>')}`,
    );
    const typed = (prefix: string) =>
      root(`<c xsi:type="${prefix}:A"><x>1</x></c>`).replace(
        " ",
        ' xmlns:Ä·="urn:t" xmlns:ķ="urn:other" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ',
      );
    expect(read(element, typed("Ä·"))).toEqual({ c: { $type: "A", x: 1 } });
    // In UTF-8 this one is the bytes that the other is in Latin-1.
    expect(() => read(element, typed("ķ"))).toThrow("A type the contract does not know here");
  });

  test("is over with an element that holds nothing but text", async () => {
    const element = await compiled(
      "text",
      `<xs:complexType name="Word"><xs:simpleContent><xs:extension base="xs:QName"/></xs:simpleContent></xs:complexType>
      ${ask(`<xs:sequence><xs:element name="w" type="Word" maxOccurs="2"/><xs:element name="c"><xs:complexType>
        <xs:sequence><xs:element name="q" type="xs:QName"/></xs:sequence></xs:complexType></xs:element></xs:sequence>`)}`,
    );
    expect(read(element, root('<w xmlns:v="urn:new">v:a</w><w>v:b</w><c><q>v:c</q></c>'))).toEqual({
      w: [{ $value: { uri: "urn:new", local: "a" } }, { $value: { uri: "urn:old", local: "b" } }],
      c: { q: { uri: "urn:old", local: "c" } },
    });
  });
});
