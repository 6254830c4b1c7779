import { describe, expect, test } from "vitest";
import { ask, compile, refusal, wsdl } from "../../test/contract-files.ts";

const schema = (namespace: string, content: string, attributes = "") =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:u="urn:u"${namespace === "" ? "" : ` targetNamespace="${namespace}"`} ${attributes}>${content}</xs:schema>`;

const element = (type: string) => ask(`<xs:sequence><xs:element name="it" ${type}/></xs:sequence>`);

describe("schemas that lean on each other", () => {
  test("imports and includes may run in circles", () => {
    const text = compile({
      "t.wsdl": wsdl(
        `<xs:include schemaLocation="a.xsd"/><xs:import namespace="urn:u" schemaLocation="u.xsd"/>`,
      ),
      "a.xsd": schema(
        "urn:t",
        `<xs:include schemaLocation="b.xsd"/><xs:import namespace="urn:u" schemaLocation="./u.xsd"/><xs:element name="Ask" type="t:B"/>`,
      ),
      "b.xsd": schema(
        "urn:t",
        `<xs:include schemaLocation="a.xsd"/><xs:complexType name="B"><xs:sequence><xs:element name="u" type="u:U" minOccurs="0"/></xs:sequence></xs:complexType>`,
      ),
      "u.xsd": schema(
        "urn:u",
        `<xs:import namespace="urn:t" schemaLocation="b.xsd"/><xs:complexType name="U"><xs:sequence><xs:element name="b" type="t:B"/></xs:sequence></xs:complexType>`,
      ),
    });
    expect(text).toContain("export type BWire = {\nu?: UWire;\n};");
    expect(text).toContain("export type UWire = {\nb: BWire;\n};");
  });

  test("one schema without namespace is a part of each that includes it", () => {
    const text = compile({
      "t.wsdl": wsdl(
        `<xs:include schemaLocation="common.xsd"/><xs:import namespace="urn:u" schemaLocation="u.xsd"/>` +
          ask(
            '<xs:sequence><xs:element name="mine" type="Own"/><xs:element name="theirs" xmlns:u="urn:u" type="u:Own"/></xs:sequence>',
          ),
      ),
      "u.xsd": schema("urn:u", '<xs:include schemaLocation="common.xsd"/>'),
      "common.xsd": schema(
        "",
        '<xs:complexType name="Own"><xs:sequence><xs:element name="part" type="Part"/></xs:sequence></xs:complexType><xs:complexType name="Part"><xs:attribute name="a" type="Word"/></xs:complexType><xs:simpleType name="Word"><xs:restriction base="xs:token"/></xs:simpleType>',
        'elementFormDefault="qualified"',
      ),
    });
    expect(text).toContain("mine: OwnWire;\ntheirs: OwnWire2;");
    expect(text).toContain('from.one(t, "part", partCodec)');
    expect(text).toContain('from.one(ns, "part", partCodec2)');
  });

  test("a schema may have no namespace at all", () => {
    const text = compile({
      "t.wsdl": wsdl(
        `<xs:import schemaLocation="none.xsd"/>${ask('<xs:sequence><xs:element xmlns="" ref="bare"/></xs:sequence>')}`,
      ),
      "none.xsd": schema("", '<xs:element name="bare" type="xs:int"/>'),
    });
    expect(text).toContain('from.one(noNamespace, "bare", xsInt)');
  });

  test("each declaration decides its own form over that of its document", () => {
    const text = compile({
      "t.wsdl": wsdl(`<xs:include schemaLocation="q.xsd"/>`),
      "q.xsd": schema(
        "urn:t",
        '<xs:element name="Ask"><xs:complexType><xs:sequence><xs:element name="in" type="xs:int"/><xs:element name="out" type="xs:int" form="unqualified"/></xs:sequence><xs:attribute name="a" type="xs:int"/><xs:attribute name="b" type="xs:int" form="unqualified"/></xs:complexType></xs:element>',
        'elementFormDefault="qualified" attributeFormDefault="qualified"',
      ),
    });
    for (const name of ['t, "in"', 'noNamespace, "out"', 't, "a"', 'noNamespace, "b"']) {
      expect(text).toContain(`(${name}, xsInt)`);
    }
  });

  test("the same definition twice is one; another of the same name is refused", () => {
    const twice = (second: string) => ({
      "t.wsdl": wsdl(
        `<xs:complexType name="A"><xs:sequence><xs:element name="x" type="xs:int"/></xs:sequence></xs:complexType>\n${element('type="A"')}` +
          `<xs:include schemaLocation="again.xsd"/>`,
      ),
      "again.xsd": `<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">${second}</s:schema>`,
    });
    expect(
      compile(
        twice(
          '<s:complexType name="A"><s:annotation><s:documentation>Again.</s:documentation></s:annotation><s:sequence><s:element name="x" type="s:int"/></s:sequence></s:complexType>',
        ),
      ),
    ).toContain("export type AWire = {");
    expect(
      refusal(
        twice(
          '<s:complexType name="A"><s:sequence><s:element name="x" type="s:long"/></s:sequence></s:complexType>',
        ),
      ),
    ).toMatch(/complexType {urn:t}A is defined at .*again\.xsd:1 already|defined at t\.wsdl:4 already/);
  });
});

describe("what the whole industry shares", () => {
  test.each([
    ["http://www.w3.org/2005/08/addressing", "w:EndpointReferenceType", "EndpointReferenceTypeWire"],
    [
      "http://schemas.xmlsoap.org/ws/2004/08/addressing",
      "w:EndpointReferenceType",
      "EndpointReferenceTypeWire",
    ],
    ["http://www.w3.org/2005/05/xmlmime", "w:base64Binary", "Base64BinaryWire"],
    ["http://ws-i.org/profiles/basic/1.1/xsd", "w:swaRef", "string"],
    ["http://schemas.xmlsoap.org/soap/encoding/", "w:string", "string"],
    ["http://www.w3.org/2003/05/soap-encoding", "w:int", "number"],
    ["http://www.w3.org/2004/08/xop/include", "w:Include", "IncludeWire"],
  ])("%s is known offline, wherever its import points", (namespace, type, written) => {
    const content = (location: string) =>
      wsdl(
        `<xs:import namespace="${namespace}"${location}/>${element(`xmlns:w="${namespace}" type="${type}"`)}`,
      );
    for (const location of [
      "",
      ' schemaLocation="http://example.invalid/x.xsd"',
      ' schemaLocation="gone.xsd"',
    ]) {
      expect(compile({ "t.wsdl": content(location) })).toContain(`it: ${written};`);
    }
  });

  test("a contract's own description comes before ours", () => {
    const namespace = "http://ws-i.org/profiles/basic/1.1/xsd";
    const text = compile({
      "t.wsdl": wsdl(
        `<xs:import namespace="${namespace}" schemaLocation="own.xsd"/>${element(`xmlns:w="${namespace}" type="w:swaRef"`)}`,
      ),
      "own.xsd": schema(
        namespace,
        '<xs:simpleType name="swaRef"><xs:restriction base="xs:int"/></xs:simpleType>',
      ),
    });
    expect(text).toContain("it: number;");
  });

  test("a DataSet's schema is kept as text", () => {
    const text = compile({
      "t.wsdl": wsdl(ask('<xs:sequence><xs:element ref="xs:schema"/><xs:any/></xs:sequence>')),
    });
    expect(text).toContain("schema: RawXml;\n$any: RawXml;");
  });

  test("other namespaces need a file", () => {
    expect(
      refusal({
        "t.wsdl": wsdl('\n<xs:import namespace="urn:u" schemaLocation="http://example.invalid/u.xsd"/>'),
      }),
    ).toBe(
      't.wsdl:5: "http://example.invalid/u.xsd" is not a file of this folder; put a copy beside this file, or keep one with `portico soap vendor`',
    );
  });

  test("a name of a namespace that is nowhere described leads to the import that does not say where it is", () => {
    const it = element('xmlns:u="urn:u" type="u:U"');
    const imported = (location: string) =>
      refusal({
        "t.wsdl": wsdl(`\n<xs:import namespace="urn:u"${location}/>\n${it}`),
        "u.xsd": '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:u"/>',
      });
    expect(imported("")).toBe(
      "t.wsdl:6: there is no type {urn:u}U: t.wsdl:5 imports that namespace without a schemaLocation",
    );
    expect(imported(' schemaLocation="u.xsd"')).toBe("t.wsdl:6: there is no type {urn:u}U");
  });
});
