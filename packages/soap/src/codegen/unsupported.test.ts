import { describe, expect, test } from "vitest";
import { ask, refusal, wsdl } from "../../test/contract-files.ts";

describe("what is not supported is refused with its place", () => {
  test.each([
    [
      "a message of any content",
      '\n<xs:element name="Ask"/>',
      "5: any content, or mixed content, is not supported here",
    ],
    [
      "a message of mixed content",
      '\n<xs:element name="Ask">\n<xs:complexType mixed="true"/></xs:element>',
      "5: any content, or mixed content, is not supported here",
    ],
    [
      "a default and a fixed value",
      ask('\n<xs:attribute name="a" type="xs:string" default="x" fixed="x"/>'),
      "5: a default and a fixed value",
    ],
    [
      "all that repeats",
      ask('\n<xs:all maxOccurs="2"><xs:element name="a"/></xs:all>'),
      "5: an xs:all that may repeat",
    ],
    [
      "all with an element that repeats",
      ask('<xs:all>\n<xs:element name="a" maxOccurs="2"/></xs:all>'),
      "5: an element of an xs:all that may repeat",
    ],
    [
      "all in a sequence",
      ask("<xs:sequence>\n<xs:all/></xs:sequence>"),
      "5: xs:all does not belong into an xs:sequence",
    ],
    ["a choice of nothing", ask("\n<xs:choice/>"), "5: a choice of nothing can never be satisfied"],
    ["a missing group", ask('\n<xs:group ref="g"/>'), "5: there is no group {urn:t}g"],
    [
      "a group that contains itself",
      `<xs:group name="g"><xs:sequence>\n<xs:group ref="g"/></xs:sequence></xs:group>${ask('<xs:group ref="g"/>')}`,
      "5: the group {urn:t}g contains itself",
    ],
    [
      "an attribute group that contains itself",
      `<xs:attributeGroup name="g">\n<xs:attributeGroup ref="g"/></xs:attributeGroup>${ask('<xs:attributeGroup ref="g"/>')}`,
      "5: the attribute group {urn:t}g contains itself",
    ],
    [
      "an attribute declared twice",
      ask('<xs:attribute name="a" type="xs:int"/>\n<xs:attribute name="a" type="xs:int"/>'),
      "5: the attribute {}a is declared twice",
    ],
    [
      "an abstract element nobody stands for",
      `<xs:element name="h" abstract="true"/>${ask('<xs:sequence>\n<xs:element ref="h"/></xs:sequence>')}`,
      "5: {urn:t}h is abstract, and no element stands for it",
    ],
    [
      "elements that stand for each other",
      `<xs:element name="h" substitutionGroup="i"/>\n<xs:element name="i" substitutionGroup="h"/>${ask('<xs:sequence><xs:element ref="h"/></xs:sequence>')}`,
      "4: an element that stands for itself",
    ],
    [
      "a restriction of mixed content",
      '<xs:complexType name="B" mixed="true"/>' +
        ask('<xs:complexContent>\n<xs:restriction base="B"/></xs:complexContent>'),
      "5: a restriction of mixed content to elements is not supported",
    ],
    [
      "an extension of itself",
      '<xs:element name="Ask" type="B"/>\n<xs:complexType name="B"><xs:complexContent><xs:extension base="B"/></xs:complexContent></xs:complexType>',
      '5: "B" derives from itself',
    ],
    [
      "types that extend each other",
      '<xs:element name="Ask" type="B"/>\n<xs:complexType name="B"><xs:complexContent><xs:extension base="C"/></xs:complexContent></xs:complexType>' +
        '<xs:complexType name="C"><xs:complexContent><xs:restriction base="B"/></xs:complexContent></xs:complexType>',
      '5: "B" derives from itself',
    ],
    [
      "a restriction of itself",
      '<xs:element name="Ask" type="S"/>\n<xs:simpleType name="S"><xs:restriction base="S"/></xs:simpleType>',
      '5: "S" is made of itself',
    ],
    [
      "a union of itself",
      '<xs:element name="Ask" type="S"/>\n<xs:simpleType name="S"><xs:union memberTypes="xs:int S"/></xs:simpleType>',
      '5: "S" is made of itself',
    ],
    [
      "a list of lists",
      '<xs:element name="Ask"><xs:simpleType>\n<xs:list itemType="xs:NMTOKENS"/></xs:simpleType></xs:element>',
      "5: a list of lists",
    ],
    [
      "an unknown built-in type",
      '\n<xs:element name="Ask" type="xs:yearMonthDuration"/>',
      "5: xs:yearMonthDuration is not supported",
    ],
    [
      "a pattern that is none",
      '<xs:element name="Ask"><xs:simpleType><xs:restriction base="xs:string">\n<xs:pattern value="("/></xs:restriction></xs:simpleType></xs:element>',
      '5: the pattern has a missing ")"',
    ],
    [
      "a facet that makes no sense",
      '<xs:element name="Ask"><xs:simpleType><xs:restriction base="xs:string">\n<xs:maxInclusive value="1"/></xs:restriction></xs:simpleType></xs:element>',
      '5: xs:maxInclusive "1" on a type of xs:string is not supported',
    ],
    ["redefine", '\n<xs:redefine schemaLocation="x.xsd"/>', "5: xs:redefine is not supported"],
    ["a missing type", '\n<xs:element name="Ask" type="Nowhere"/>', "5: there is no type {urn:t}Nowhere"],
    [
      "a prefix nobody declared",
      '\n<xs:element name="Ask" type="x:Nowhere"/>',
      '5: nothing declares the prefix of "x:Nowhere"',
    ],
    [
      "a type twice",
      '<xs:complexType name="A"/>\n<xs:complexType name="A" abstract="true"/>',
      "5: complexType {urn:t}A is defined at t.wsdl:4 already",
    ],
    [
      "counts that are none",
      ask('<xs:sequence>\n<xs:element name="a" type="xs:string" minOccurs="-1"/></xs:sequence>'),
      '5: minOccurs "-1" and maxOccurs "1" are no counts',
    ],
  ])("%s", (_what, schema, message) => {
    expect(refusal({ "t.wsdl": wsdl(schema) })).toBe(`t.wsdl:${message}`);
  });
});
