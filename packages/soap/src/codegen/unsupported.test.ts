import { describe, expect, test } from "vitest";
import { ask, refusal, wsdl } from "../../test/contract-files.ts";

describe("what is not supported is refused with its place", () => {
  test.each([
    [
      "any",
      ask('<xs:sequence>\n<xs:any processContents="lax"/></xs:sequence>'),
      "5: xs:any in a sequence is not supported",
    ],
    ["anyAttribute", ask("\n<xs:anyAttribute/>"), "5: xs:anyAttribute in a complex type is not supported"],
    ["all", ask("\n<xs:all/>"), "5: xs:all in a complex type is not supported"],
    ["a group", ask('\n<xs:group ref="g"/>'), "5: xs:group in a complex type is not supported"],
    [
      "a repeated sequence",
      ask('\n<xs:sequence maxOccurs="unbounded"/>'),
      "5: a sequence that may repeat or be absent is not supported",
    ],
    [
      "a repeated choice",
      ask('\n<xs:choice maxOccurs="2"/>'),
      "5: a choice that may repeat is not supported",
    ],
    [
      "a choice in a choice",
      ask("<xs:choice>\n<xs:choice/></xs:choice>"),
      "5: xs:choice in a choice is not supported",
    ],
    [
      "mixed content",
      '\n<xs:element name="Ask">\n<xs:complexType mixed="true"/></xs:element>',
      "6: mixed content is not supported",
    ],
    [
      "a default",
      ask('<xs:sequence>\n<xs:element name="a" type="xs:string" default="x"/></xs:sequence>'),
      '5: the attribute "default" is not supported',
    ],
    [
      "a fixed attribute",
      ask('\n<xs:attribute name="a" type="xs:string" fixed="x"/>'),
      '5: the attribute "fixed" is not supported',
    ],
    [
      "a list",
      '<xs:element name="Ask"><xs:simpleType>\n<xs:list itemType="xs:int"/></xs:simpleType></xs:element>',
      "5: a simple type by xs:list is not supported",
    ],
    [
      "an unknown built-in type",
      '\n<xs:element name="Ask" type="xs:QName"/>',
      "5: xs:QName is not supported",
    ],
    ["anyType", '\n<xs:element name="Ask"/>', '5: "Ask" has no type; xs:anyType is not supported'],
    [
      "restriction",
      '<xs:complexType name="B"/>' +
        ask('<xs:complexContent>\n<xs:restriction base="B"/></xs:complexContent>'),
      "5: a complex type by restriction is not supported",
    ],
    [
      "an extension of itself",
      '<xs:element name="Ask" type="B"/><xs:complexType name="B"><xs:complexContent>\n<xs:extension base="B"/></xs:complexContent></xs:complexType>',
      '5: "B" extends itself',
    ],
    [
      "types that extend each other",
      '<xs:element name="Ask" type="B"/><xs:complexType name="B"><xs:complexContent>\n<xs:extension base="C"/></xs:complexContent></xs:complexType>' +
        '<xs:complexType name="C"><xs:complexContent><xs:extension base="B"/></xs:complexContent></xs:complexType>',
      '5: "B" extends itself',
    ],
    [
      "a restriction of itself",
      '<xs:element name="Ask" type="S"/>\n<xs:simpleType name="S"><xs:restriction base="S"/></xs:simpleType>',
      '5: "S" restricts itself',
    ],
    [
      "a substitution group",
      `<xs:element name="h" type="xs:string"/><xs:element name="s" substitutionGroup="h"/>${ask('<xs:sequence>\n<xs:element ref="h"/></xs:sequence>')}`,
      "5: {urn:t}h heads a substitution group; that is not supported",
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
      '<xs:complexType name="A"/>\n<xs:complexType name="A"/>',
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

  const plain = '<xs:element name="Ask" type="xs:string"/>';
  test.each([
    ["rpc", '\n<soap:operation style="rpc" soapAction=""/>', "10: the style rpc is not supported"],
    [
      "an action a header cannot carry",
      '\n<soap:operation soapAction="a&quot;b"/>',
      "10: an action with characters a header cannot carry",
    ],
  ])("%s", (_what, binding, message) => {
    expect(refusal({ "t.wsdl": wsdl(plain, binding) })).toBe(`t.wsdl:${message}`);
  });

  test.each([
    [
      "encoded messages",
      (text: string) => text.replace('<soap:body use="literal"/>', '\n<soap:body use="encoded"/>'),
      "10: encoded messages are not supported",
    ],
    [
      "headers",
      (text: string) => text.replace('<soap:body use="literal"/>', '\n<soap:header use="literal"/>'),
      "10: <soap:header> is not supported",
    ],
    [
      "attachments",
      (text: string) =>
        text.replace('<soap:body use="literal"/>', '\n<m:multipartRelated xmlns:m="urn:mime"/>'),
      "10: <multipartRelated> in a binding is not supported",
    ],
    [
      "another transport",
      (text: string) => text.replace("soap/http", "soap/smtp"),
      "8: a transport other than HTTP is not supported",
    ],
    [
      "one-way operations",
      (text: string) => text.replace('<output message="t:m"/>', ""),
      '7: "Ask" has no output; that is not supported',
    ],
    [
      "parts by type",
      (text: string) => text.replace('element="t:Ask"', 'type="t:Ask"'),
      "6: a part by type is not supported",
    ],
    [
      "several parts",
      (text: string) => text.replace('<part name="p"', '<part name="q" element="t:Ask"/><part name="p"'),
      "6: a message of 2 parts is not supported",
    ],
    [
      "no SOAP at all",
      (text: string) => text.replace('<port name="P" binding="t:B"/>', ""),
      "1: there is no port with a SOAP binding",
    ],
    ["no WSDL at all", () => "<html/>", "1: not a WSDL 1.1 document"],
  ])("%s", (_what, change, message) => {
    expect(refusal({ "t.wsdl": change(wsdl(plain)) })).toBe(`t.wsdl:${message}`);
  });
});
