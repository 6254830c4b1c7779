import { describe, expect, test } from "vitest";
import { bothEngines } from "../test/both-engines.ts";
import { ask, refusal, wsdl } from "../test/contract-files.ts";

const price =
  '<xs:complexType name="Price"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="unit" type="xs:token"/></xs:extension></xs:simpleContent></xs:complexType>';

describe("a default or fixed value of text with attributes", () => {
  const files = {
    "t.wsdl": wsdl(
      ask(
        '<xs:sequence><xs:element name="a" type="Price" default="1.50" minOccurs="0"/><xs:element name="b" type="Price" fixed="2.0" minOccurs="0" nillable="true"/>' +
          '<xs:element name="c" type="Price" minOccurs="0"/></xs:sequence>',
      ) + price,
    ),
  };

  test("is what an empty element means, and no other element of that type", async () => {
    for (const { receive } of await bothEngines(files)) {
      expect(receive('<t:Ask><a unit="EUR"/><b></b><c>3</c></t:Ask>')).toEqual({
        a: { $value: "1.50", unit: "EUR" },
        b: { $value: "2.0" },
        c: { $value: "3" },
      });
      expect(receive('<t:Ask><b xsi:nil="true"/></t:Ask>')).toEqual({ b: null });
      expect(receive("<t:Ask><a>7</a><b>2.00</b></t:Ask>")).toMatchObject({
        a: { $value: "7" },
        b: { $value: "2.00" },
      });
      expect(() => receive("<t:Ask><b>3</b></t:Ask>")).toThrow("Not a valid decimal: /Envelope/Body/Ask/b");
      expect(() => receive("<t:Ask><a/><c/></t:Ask>")).toThrow("Not a valid decimal: /Envelope/Body/Ask/c");
    }
  });

  test("is held by what is sent", async () => {
    for (const { send } of await bothEngines(files)) {
      expect(send({ a: { $value: "0", unit: "EUR" }, b: { $value: "2" }, c: { $value: "9" } })).toBe(
        '<t:Ask><a unit="EUR">0</a><b>2</b><c>9</c></t:Ask>',
      );
      expect(() => send({ b: { $value: "3" } })).toThrow("Not a valid decimal: /Ask/b");
    }
  });

  test("is refused where there is no text, or several kinds of it", () => {
    const element = (type: string) =>
      ask(`<xs:sequence>\n<xs:element name="a" type="${type}" default="1"/></xs:sequence>`);
    const empty = '<xs:complexType name="Empty"><xs:attribute name="b"/></xs:complexType>';
    expect(refusal({ "t.wsdl": wsdl(element("Empty") + empty) })).toBe(
      "t.wsdl:5: a default value of an element that holds no text of its own",
    );
    const whole =
      '<xs:complexType name="Whole"><xs:simpleContent><xs:restriction base="Price"><xs:fractionDigits value="0"/></xs:restriction></xs:simpleContent></xs:complexType>';
    expect(refusal({ "t.wsdl": wsdl(element("Price") + price + whole) })).toBe(
      "t.wsdl:5: a default value of an element with several types of text is not supported",
    );
  });
});

describe("a default or fixed value that is a qualified name", () => {
  const files = {
    "t.wsdl": wsdl(
      ask(
        '<xs:sequence xmlns:f="urn:far"><xs:element name="a" type="xs:QName" default="f:one" minOccurs="0"/><xs:element name="b" type="xs:QName" fixed="t:two" minOccurs="0"/></xs:sequence>' +
          '<xs:attribute name="c" type="xs:QName" default="xs:three"/><xs:attribute name="d" type="xs:QName" fixed="t:four"/>',
      ),
    ),
  };
  const three = { uri: "http://www.w3.org/2001/XMLSchema", local: "three" };
  const four = { uri: "urn:t", local: "four" };

  test("is the name that the contract means, whatever prefixes a message has", async () => {
    for (const { receive } of await bothEngines(files)) {
      expect(receive('<t:Ask xmlns:f="urn:other"><a/><b/></t:Ask>')).toEqual({
        a: { uri: "urn:far", local: "one" },
        b: { uri: "urn:t", local: "two" },
        c: three,
        d: four,
      });
      expect(
        receive('<t:Ask c="f:x" d="g:four" xmlns:f="urn:other" xmlns:g="urn:t"><b>g:two</b></t:Ask>'),
      ).toEqual({
        b: { uri: "urn:t", local: "two" },
        c: { uri: "urn:other", local: "x" },
        d: four,
      });
      expect(() => receive('<t:Ask xmlns:f="urn:other"><b>f:two</b></t:Ask>')).toThrow(
        "/Envelope/Body/Ask/b",
      );
      expect(() => receive('<t:Ask d="xs:four"/>')).toThrow("/Envelope/Body/Ask/@d");
      expect(() => receive('<t:Ask c=""/>')).toThrow("/Envelope/Body/Ask/@c");
    }
  });

  test("is checked before it is sent", async () => {
    for (const { send } of await bothEngines(files)) {
      expect(send({ b: { uri: "urn:t", local: "two" }, d: four })).toMatch(
        /^<t:Ask .*<b xmlns:q_2="urn:t">q_2:two<\/b>/,
      );
      expect(() => send({ b: { uri: "urn:u", local: "two" } })).toThrow("Not a valid QName: /Ask/b");
      expect(() => send({ d: { uri: "urn:t", local: "five" } })).toThrow("Not a valid QName: /Ask/@d");
    }
  });

  test("is refused inside a list, or of a prefix nothing declares", () => {
    const attribute = (declaration: string) =>
      refusal({ "t.wsdl": wsdl(ask(`\n<xs:attribute name="a" ${declaration}`)) });
    expect(
      attribute('default="t:x"><xs:simpleType><xs:list itemType="xs:QName"/></xs:simpleType></xs:attribute>'),
    ).toBe("t.wsdl:5: a default value of which a qualified name is a part is not supported");
    expect(attribute('type="xs:QName" fixed="gone:x"/>')).toBe(
      't.wsdl:5: nothing declares the prefix of "gone:x"',
    );
  });
});

test("a fixed attribute that is there and empty is not that value, unless it is", async () => {
  const files = {
    "t.wsdl": wsdl(
      ask(
        '<xs:attribute name="a" type="xs:string" fixed="x"/><xs:attribute name="b" type="xs:string" fixed=""/>',
      ),
    ),
  };
  for (const { receive, send } of await bothEngines(files)) {
    expect(receive("<t:Ask/>")).toEqual({ a: "x", b: "" });
    expect(receive('<t:Ask a="x" b=""/>')).toEqual({ a: "x", b: "" });
    expect(() => receive('<t:Ask a=""/>')).toThrow("Not a valid string: /Envelope/Body/Ask/@a");
    expect(() => send({ a: "" })).toThrow("Not a valid string: /Ask/@a");
    expect(send({ b: "" })).toBe('<t:Ask b=""/>');
  }
});

describe("a message", () => {
  test("may be nil as a whole where its element says so", async () => {
    const content =
      '<xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>';
    const element = (attributes: string) => ({
      "t.wsdl": wsdl(`<xs:element name="Ask"${attributes}>${content}</xs:element>`),
    });
    for (const { send, receive } of await bothEngines(element(' nillable="true"'))) {
      expect(send(null)).toBe('<t:Ask xsi:nil="true"/>');
      expect(receive('<t:Ask xsi:nil="true"/>')).toBeNull();
      expect(receive("<t:Ask><a>1</a></t:Ask>")).toEqual({ a: 1 });
    }
    for (const { send, receive } of await bothEngines(element(""))) {
      expect(() => send(null)).toThrow("An object is needed: /Ask");
      expect(() => receive('<t:Ask xsi:nil="true"/>')).toThrow("nil where the contract allows none");
    }
  });

  test("may have a default of its own", async () => {
    const files = { "t.wsdl": wsdl('<xs:element name="Ask" type="xs:int" default="5"/>') };
    for (const { send, receive } of await bothEngines(files)) {
      expect(receive("<t:Ask/>")).toBe(5);
      expect(send(6)).toBe("<t:Ask>6</t:Ask>");
    }
  });
});
