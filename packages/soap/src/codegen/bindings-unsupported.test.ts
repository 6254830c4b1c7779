import { describe, expect, test } from "vitest";
import { ask, refusal, wsdl } from "../../test/contract-files.ts";

/** A contract with one change made to its text. */
const changed = (from: string, to: string) => {
  const text = wsdl('<xs:element name="Ask" type="xs:string"/>');
  expect(text).toContain(from);
  return refusal({ "t.wsdl": text.replace(from, to) });
};

const body = '<soap:body use="literal"/>';
const operation = '<operation name="Ask"><input message="t:m"/><output message="t:m"/></operation>';
const part = '<part name="p" element="t:Ask"/>';

describe("what a binding may not say is refused with its place", () => {
  test.each([
    [
      "an unknown style",
      '<operation name="Ask"><input><soap:body',
      '<operation name="Ask">\n<soap:operation style="odd"/><input><soap:body',
      "10: the style odd is not supported",
    ],
    [
      "an action a header cannot carry",
      '<operation name="Ask"><input><soap:body',
      '<operation name="Ask">\n<soap:operation soapAction="a&quot;b"/><input><soap:body',
      "10: an action with characters a header cannot carry",
    ],
    [
      "encoded messages in document style",
      body,
      '\n<soap:body use="encoded"/>',
      "10: encoded messages in document style are not supported",
    ],
    ["an unknown use", body, '\n<soap:body use="odd"/>', "10: the use odd is not supported"],
    ["no body", body, "\n", "9: the input has no soap:body"],
    [
      "an encoded header of a literal message",
      body,
      `${body}\n<soap:header use="encoded" message="t:m" part="p"/>`,
      "10: an encoded header of a literal message is not supported",
    ],
    [
      "a header that is no part",
      body,
      `${body}\n<soap:header use="literal" message="t:m" part="q"/>`,
      '10: the message "m" has no part "q"',
    ],
    [
      "a body of parts that are none",
      body,
      '\n<soap:body parts="q"/>',
      '10: the message "m" has no part "q"',
    ],
    [
      "attachments",
      body,
      '\n<m:multipartRelated xmlns:m="urn:mime"/>',
      "10: <multipartRelated> in a binding is not supported",
    ],
    ["another transport", "soap/http", "soap/smtp", "8: a transport other than HTTP is not supported"],
    [
      "an operation that only answers",
      operation,
      '\n<operation name="Ask"><output message="t:m"/></operation>',
      '8: "Ask" has no input: a service that calls us is not supported',
    ],
    [
      "an operation that answers first",
      operation,
      '\n<operation name="Ask"><output message="t:m"/><input message="t:m"/></operation>',
      '8: "Ask" begins with its output: a service that calls us is not supported',
    ],
    [
      "overloads that nothing tells apart",
      operation,
      `${operation}${operation}`,
      '9: "Ask" is overloaded, and its input has no name of its own to tell which it is',
    ],
    [
      "a part by type in document style",
      part,
      '\n<part name="p" type="t:Ask"/>',
      "7: a part by type, where only a part by element is legal (WS-I R2204)",
    ],
    [
      "several parts in document style",
      part,
      `${part}\n<part name="q" element="t:Ask"/>`,
      "7: a body of several parts is illegal in document style (WS-I R2201)",
    ],
    [
      "a part by element in rpc style",
      "<soap:binding ",
      '<soap:binding style="rpc" ',
      "6: a part by element is illegal in rpc style (WS-I R2203)",
    ],
    [
      "a fault of no parts",
      '<output message="t:m"/></operation>',
      '<output message="t:m"/><fault name="f" message="t:n"/></operation><documentation/></portType>\n<message name="n"/><portType name="Q">',
      "8: a fault of 0 parts is illegal (WS-I R2742)",
    ],
    ["no SOAP at all", '<port name="P" binding="t:B"/>', "", "1: there is no port with a SOAP binding"],
  ])("%s", (_what, from, to, message) => {
    expect(changed(from, to)).toBe(`t.wsdl:${message}`);
  });

  test("no WSDL at all", () => {
    expect(refusal({ "t.wsdl": "<html/>" })).toBe("t.wsdl:1: not a WSDL 1.1 document");
  });

  const array = (arrayType: string) =>
    `<xs:complexType name="A"><xs:complexContent><xs:restriction base="e:Array" xmlns:e="http://schemas.xmlsoap.org/soap/encoding/">` +
    `\n<xs:attribute ref="e:arrayType" w:arrayType="${arrayType}" xmlns:w="http://schemas.xmlsoap.org/wsdl/"/>` +
    `</xs:restriction></xs:complexContent></xs:complexType>${ask('<xs:sequence><xs:element name="a" type="A"/></xs:sequence>')}`;

  test.each([
    ["xs:int[,]", 'an array of several dimensions, "xs:int[,]", is not supported'],
    ["xs:int[][,]", 'an array of several dimensions, "xs:int[][,]", is not supported'],
    [`xs:int${"[]".repeat(12)}`, "over 10 arrays around what an array holds"],
    ["xs:int[2,3]", 'an array of several dimensions, "xs:int[2,3]", is not supported'],
    ["xs:int", '"xs:int" is no array type'],
    ["gone:int[]", 'nothing declares the prefix of "gone:int"'],
  ])("an array of %s", (arrayType, message) => {
    expect(refusal({ "t.wsdl": wsdl(array(arrayType)) })).toBe(`t.wsdl:5: ${message}`);
  });
});

describe("which port is meant", () => {
  const two = (portType: string) =>
    wsdl('<xs:element name="Ask" type="xs:string"/>').replace(
      "</service>",
      `\n<port name="Q" binding="t:C"/></service><portType name="R"/><binding name="C" type="t:${portType}"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/></binding>`,
    );

  test("is an open question when they offer different operations, and the others are listed", () => {
    expect(refusal({ "t.wsdl": two("R") })).toBe(
      "t.wsdl:11: a second SOAP port with other operations: say which service or port is meant of S/P, S/Q",
    );
    expect(refusal({ "t.wsdl": two("R") }, { port: "P" })).toBe("compiled");
    expect(refusal({ "t.wsdl": two("R") }, { service: "S", port: "Z" })).toBe(
      't.wsdl:1: there is no SOAP port "S/Z"; there is S/P, S/Q',
    );
  });

  test("is the first when all offer the same", () =>
    expect(refusal({ "t.wsdl": two("P") })).toBe("compiled"));

  test("is refused when it does not say what it is over, and not for another that does not", () => {
    const mute = (portType: string) =>
      two(portType).replace(/(name="C" .*<soap:binding) transport="[^"]*"/, "$1");
    expect(refusal({ "t.wsdl": mute("P") })).toBe("compiled");
    expect(refusal({ "t.wsdl": mute("R") })).toMatch(/: a second SOAP port with other operations: /);
    expect(refusal({ "t.wsdl": mute("R") }, { port: "P" })).toBe("compiled");
    expect(refusal({ "t.wsdl": mute("R") }, { port: "Q" })).toBe(
      `t.wsdl:11: <binding> lacks the attribute "transport"`,
    );
  });

  test("is never one that speaks something else than HTTP, unless it is named", () => {
    for (const portType of ["P", "R"]) {
      const tcpFirst = two(portType).replace("http://schemas.xmlsoap.org/soap/http", "urn:tcp");
      expect(refusal({ "t.wsdl": tcpFirst }, { port: "Q" })).toBe("compiled");
      expect(refusal({ "t.wsdl": tcpFirst })).toBe("compiled");
      expect(refusal({ "t.wsdl": tcpFirst }, { port: "P" })).toBe(
        "t.wsdl:8: a transport other than HTTP is not supported",
      );
    }
  });
});
