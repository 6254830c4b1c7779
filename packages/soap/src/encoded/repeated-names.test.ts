import { expect, test } from "vitest";
import { bothEngines } from "../../test/both-engines.ts";

const contract = (
  content: string,
) => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
<types><xs:schema targetNamespace="urn:t">
<xs:complexType name="Found"><xs:sequence><xs:element name="first" type="t:Named"/><xs:element name="pair" type="t:Pair"/></xs:sequence></xs:complexType>
<xs:complexType name="Named">${content}</xs:complexType>
<xs:complexType name="Pair"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:sequence></xs:complexType>
</xs:schema></types>
<message name="answer"><part name="found" type="t:Found"/></message>
<portType name="P"><operation name="Ask"><input message="t:answer"/><output message="t:answer"/></operation></portType>
<binding name="B" type="t:P"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/><operation name="Ask">
<input><soap:body use="encoded" namespace="urn:t"/></input><output><soap:body use="encoded" namespace="urn:t"/></output></operation></binding>
<service name="S"><port name="P" binding="t:B"/></service></definitions>`;

const name = (occurs = "") => `<xs:element name="name" type="xs:string"${occurs}/>`;
const mayLack = ' minOccurs="0"';
const number = '<xs:element name="number" type="xs:int"/>';

test.each([
  [
    "the first is left out",
    `<xs:sequence>${name(mayLack)}${number}${name(mayLack)}</xs:sequence>`,
    "<number>1</number><name>a</name>",
    { number: 1, name_2: "a" },
  ],
  [
    "the other is in a group that repeats",
    `<xs:sequence>${name(mayLack)}<xs:sequence maxOccurs="unbounded">${number}${name()}</xs:sequence></xs:sequence>`,
    "<number>1</number><name>a</name><number>2</number><name>b</name>",
    {
      $items: [
        { number: 1, name: "a" },
        { number: 2, name: "b" },
      ],
    },
  ],
  [
    "the other is in a choice",
    `<xs:sequence>${name(mayLack)}<xs:choice><xs:sequence>${number}${name()}</xs:sequence><xs:element name="none" type="xs:int"/></xs:choice></xs:sequence>`,
    "<number>1</number><name>a</name>",
    { number: 1, name_2: "a" },
  ],
])(
  "members of one name are told apart by their order, others are not: %s",
  async (_what, content, written, first) => {
    for (const { receive } of await bothEngines({ "t.wsdl": contract(content) })) {
      const answer = `<t:AskResponse><found><pair><b>2</b><a>1</a></pair><first>${written}</first></found></t:AskResponse>`;
      expect(receive(answer)).toEqual({ found: { first, pair: { a: 1, b: 2 } } });
    }
  },
);
