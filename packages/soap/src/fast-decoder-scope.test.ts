import { describe, expect, test } from "vitest";
import { answerCompiler, readFast } from "../test/compiled-answers.ts";
import { ask } from "../test/contract-files.ts";

const compiled = answerCompiler();

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
    expect(readFast(element, root('<c kind="v:n" xmlns:v="urn:new"><x>1</x></c>'))).toEqual({
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
    expect(readFast(element, typed("Ä·"))).toEqual({ c: { $type: "A", x: 1 } });
    // In UTF-8 this one is the bytes that the other is in Latin-1.
    expect(() => readFast(element, typed("ķ"))).toThrow("A type the contract does not know here");
  });

  test("is over with an element that holds nothing but text", async () => {
    const element = await compiled(
      "text",
      `<xs:complexType name="Word"><xs:simpleContent><xs:extension base="xs:QName"/></xs:simpleContent></xs:complexType>
      ${ask(`<xs:sequence><xs:element name="w" type="Word" maxOccurs="2"/><xs:element name="c"><xs:complexType>
        <xs:sequence><xs:element name="q" type="xs:QName"/></xs:sequence></xs:complexType></xs:element></xs:sequence>`)}`,
    );
    expect(readFast(element, root('<w xmlns:v="urn:new">v:a</w><w>v:b</w><c><q>v:c</q></c>'))).toEqual({
      w: [{ $value: { uri: "urn:new", local: "a" } }, { $value: { uri: "urn:old", local: "b" } }],
      c: { q: { uri: "urn:old", local: "c" } },
    });
  });
});
