import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "oxfmt";
import { afterEach, describe, expect, test } from "vitest";
import { compileContract } from "./compile.ts";
import { NotCompilable } from "./not-compilable.ts";

const fixture = fileURLToPath(new URL("../../fixtures/oddities/contract", import.meta.url));
const oddities = { name: "oddities", folder: fixture, wsdl: "oddities.wsdl" };

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder with these files in it. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "contract-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A contract whose one operation takes an element `Ask` of the type that `schema` defines for it. */
const wsdl = (schema: string, binding = "") => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t">
${schema}
</xs:schema></types>
<message name="m"><part name="p" element="t:Ask"/></message>
<portType name="P"><operation name="Ask"><input message="t:m"/><output message="t:m"/></operation></portType>
<binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Ask">${binding}<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="S"><port name="P" binding="t:B"/></service></definitions>`;

const compile = (files: Readonly<Record<string, string>>) =>
  compileContract({ name: "t", folder: folderOf(files), wsdl: "t.wsdl" });

const refusal = (files: Readonly<Record<string, string>>) => {
  try {
    compile(files);
    return "compiled";
  } catch (error) {
    if (error instanceof NotCompilable) return error.message;
    throw error;
  }
};

const ask = (content: string) =>
  `<xs:element name="Ask"><xs:complexType>${content}</xs:complexType></xs:element>`;

describe("what is generated", () => {
  test("is what is committed for the fixture", async () => {
    const { code, errors } = await format("oddities.gen.ts", compileContract(oddities), { printWidth: 110 });
    expect(errors).toEqual([]);
    await expect(code).toMatchFileSnapshot("../../fixtures/oddities/generated/oddities.gen.ts");
  });

  test("is the same text wherever the folder is", () => {
    const folder = folderOf({});
    cpSync(fixture, folder, { recursive: true });
    expect(compileContract({ ...oddities, folder })).toBe(compileContract(oddities));
  });

  test("reaches only what the chosen operations reach", () => {
    const text = compileContract({ ...oddities, operations: ["then"] });
    expect(text).toContain("thenOperation");
    expect(text).not.toContain("EchoOperation");
    expect(text).not.toContain("EverythingWire");
    expect(() => compileContract({ ...oddities, operations: ["Missing"] })).toThrow(
      /there is no operation "Missing"$/,
    );
  });

  test("does not depend on the order in which documents import each other", () => {
    const a = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" xmlns:b="urn:b" targetNamespace="urn:t"><xs:import namespace="urn:b" schemaLocation="b.xsd"/><xs:element name="Ask" type="b:B"/></xs:schema>`;
    const b = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:b"><xs:import namespace="urn:t" schemaLocation="a.xsd"/><xs:complexType name="B"><xs:sequence><xs:element minOccurs="0" ref="t:Ask"/></xs:sequence></xs:complexType></xs:schema>`;
    expect(
      compile({ "t.wsdl": wsdl('<xs:include schemaLocation="a.xsd"/>'), "a.xsd": a, "b.xsd": b }),
    ).toContain("Ask?: BWire;");
  });
});

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

describe("a hostile contract", () => {
  const importing = (location: string) =>
    wsdl(`\n<xs:import namespace="urn:x" schemaLocation="${location}"/>`);

  test.each([
    [
      "the network",
      "http://internal.example/x.xsd",
      "is not a file of this folder; put a copy beside this file",
    ],
    [
      "the network without saying so",
      "//internal.example/x.xsd",
      "is not a file of this folder; put a copy beside this file",
    ],
    ["a file by URL", "file:///etc/passwd", "is not a file of this folder; put a copy beside this file"],
    ["a file above", "../secret.xsd", "is outside the contract's folder"],
    ["a file above in disguise", "%2e%2e/secret.xsd", "is outside the contract's folder"],
    ["an absolute file", "/etc/passwd", "is outside the contract's folder"],
    ["nothing", "gone.xsd", "there is no file"],
    ["half an escape", "%", "there is no file"],
  ])("cannot import from %s", (_what, location, message) => {
    const folder = folderOf({ "contract/t.wsdl": importing(location), "secret.xsd": "<secret/>" });
    const run = () => compileContract({ name: "t", folder: join(folder, "contract"), wsdl: "t.wsdl" });
    const expected =
      message === "there is no file"
        ? `t.wsdl:5: there is no file "${location}"`
        : `t.wsdl:5: "${location}" ${message}`;
    expect(run).toThrow(expected);
  });

  test("cannot import through a link out of its folder", () => {
    const folder = folderOf({ "contract/t.wsdl": importing("link.xsd"), "secret.xsd": "<secret/>" });
    symlinkSync(join(folder, "secret.xsd"), join(folder, "contract/link.xsd"));
    const run = () => compileContract({ name: "t", folder: join(folder, "contract"), wsdl: "t.wsdl" });
    expect(run).toThrow("is outside the contract's folder");
  });

  test("cannot bring a DTD, or nest without end", () => {
    expect(refusal({ "t.wsdl": '\n<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' })).toBe(
      "t.wsdl:2: not XML: A document type declaration",
    );
    expect(refusal({ "t.wsdl": wsdl("<xs:annotation>".repeat(500)) })).toBe(
      "t.wsdl:4: not XML: Elements nested deeper than allowed",
    );
  });

  test("cannot write code through its names", () => {
    const text = compile({
      "t.wsdl": wsdl(
        `<xs:annotation><xs:documentation>*/ throw 1; /*</xs:documentation></xs:annotation>` +
          '<xs:element name="Ask"><xs:simpleType><xs:annotation><xs:documentation>*/ throw 2; /*</xs:documentation></xs:annotation><xs:restriction base="xs:string"><xs:enumeration value="&quot;+process.exit()+&quot;"/></xs:restriction></xs:simpleType></xs:element>',
      ),
    });
    expect(text).toContain(JSON.stringify('"+process.exit()+"'));
    expect(text).not.toContain("*/ throw");
  });
});
