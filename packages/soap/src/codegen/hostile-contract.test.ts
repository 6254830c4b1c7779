import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile, folderOf, refusal, wsdl } from "../../test/contract-files.ts";
import { compileContract } from "./compile.ts";
import { NotCompilable } from "./not-compilable.ts";

const oddities = new URL("../../test/oddities/contract/", import.meta.url);

describe("a hostile contract", () => {
  const importing = (location: string) =>
    wsdl(`\n<xs:import namespace="urn:x" schemaLocation="${location}"/>`);

  test.each([
    [
      "the network",
      "http://internal.example/x.xsd",
      "is not a file of this folder; put a copy beside this file, or keep one with `portico soap vendor`",
    ],
    [
      "the network without saying so",
      "//internal.example/x.xsd",
      "is not a file of this folder; put a copy beside this file, or keep one with `portico soap vendor`",
    ],
    ["a file by URL", "file:///etc/passwd", "is not a file of this folder; put a copy beside this file"],
    ["a file above", "../secret.xsd", "is outside the contract's folder"],
    ["a file above in disguise", "%2e%2e/secret.xsd", "is outside the contract's folder"],
    ["an absolute file", "/etc/passwd", "is outside the contract's folder"],
    ["nothing", "gone.xsd", "there is no file"],
    ["a folder", "parts", "there is no file"],
    ["half an escape", "%", "there is no file"],
  ])("cannot import from %s", (_what, location, message) => {
    const folder = folderOf({
      "contract/t.wsdl": importing(location),
      "contract/parts/x.xsd": "",
      "secret.xsd": "<secret/>",
    });
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

  const many = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => one(i));

  test("may lead from type to type further than a stack goes", () => {
    const types = many(
      3_000,
      (i) =>
        `<xs:complexType name="T${i}"><xs:sequence><xs:element name="e" type="T${(i + 1) % 3_000}" minOccurs="0"/></xs:sequence></xs:complexType>`,
    );
    const text = compile({ "t.wsdl": wsdl(`<xs:element name="Ask" type="T0"/>${types.join("")}`) });
    expect(text).toContain("export type T2999Wire = {\ne?: T0Wire;\n};");
  });

  test.each([
    [
      "derivations",
      many(
        200,
        (i) =>
          `<xs:complexType name="T${i}"><xs:complexContent><xs:extension base="T${i + 1}"/></xs:complexContent></xs:complexType>`,
      ).join("") + '<xs:complexType name="T200"/><xs:element name="Ask" type="T0"/>',
      "derived over 100 times",
    ],
    [
      "simple types",
      many(200, (i) => `<xs:simpleType name="T${i}"><xs:restriction base="T${i + 1}"/></xs:simpleType>`).join(
        "",
      ) + '<xs:element name="Ask" type="T0"/>',
      "made of over 100 types",
    ],
    [
      "groups that double each other",
      many(
        30,
        (i) =>
          `<xs:group name="g${i}"><xs:sequence><xs:group ref="g${i + 1}"/><xs:group ref="g${i + 1}"/></xs:sequence></xs:group>`,
      ).join("") +
        '<xs:group name="g30"><xs:sequence/></xs:group><xs:element name="Ask"><xs:complexType><xs:group ref="g0"/></xs:complexType></xs:element>',
      "over 100000 uses of groups",
    ],
    [
      "attribute groups that double each other",
      many(
        30,
        (i) =>
          `<xs:attributeGroup name="g${i}"><xs:attributeGroup ref="g${i + 1}"/><xs:attributeGroup ref="g${i + 1}"/></xs:attributeGroup>`,
      ).join("") +
        '<xs:attributeGroup name="g30"/><xs:element name="Ask"><xs:complexType><xs:attributeGroup ref="g0"/></xs:complexType></xs:element>',
      "over 100000 uses of attribute groups",
    ],
    [
      "choices of which each alternative excludes all others",
      `<xs:element name="Ask"><xs:complexType><xs:sequence>${many(
        110,
        (choice) =>
          `<xs:choice>${many(100, (i) => `<xs:element name="e${choice}-${i}" type="xs:int"/>`).join("")}</xs:choice>`,
      ).join("")}</xs:sequence></xs:complexType></xs:element>`,
      "choices of so many alternatives that they would be mentioned over 1000000 times",
    ],
    [
      "substitutes for one element in many places",
      `<xs:element name="h" abstract="true" type="xs:int"/>${many(
        600,
        (i) => `<xs:element name="s${i}" type="xs:int" substitutionGroup="h"/>`,
      ).join("")}<xs:element name="Ask"><xs:complexType><xs:sequence>${many(
        2_000,
        () => '<xs:element ref="h"/>',
      ).join("")}</xs:sequence></xs:complexType></xs:element>`,
      "choices of so many alternatives that they would be mentioned over 1000000 times",
    ],
  ])("cannot keep us busy without end: %s", (_what, schema, message) => {
    expect(refusal({ "t.wsdl": wsdl(schema) })).toBe(`t.wsdl:4: ${message}`);
  });

  test("may have thousands of alternatives, of a type that grows as they do", () => {
    const alternatives = many(4_000, (i) => `<xs:element name="e${i}" type="xs:int"/>`).join("");
    const schema = `<xs:element name="Ask"><xs:complexType><xs:choice>${alternatives}</xs:choice></xs:complexType></xs:element>`;
    const text = compile({ "t.wsdl": wsdl(schema) });
    expect(text).toContain("\ne3999?: number;\n");
    expect(text.length).toBeLessThan(400 * 4_000);
  });

  test("may have them within another choice: no expression nests as deep as they are many", () => {
    const alternatives = many(200, (i) => `<xs:element name="e${i}" type="xs:int"/>`).join("");
    const schema = `<xs:element name="Ask"><xs:complexType><xs:choice><xs:sequence><xs:element name="a" type="xs:int"/><xs:choice>${alternatives}</xs:choice></xs:sequence><xs:element name="b" type="xs:int"/></xs:choice></xs:complexType></xs:element>`;
    const text = compile({ "t.wsdl": wsdl(schema) });
    expect(text).toContain(
      'if (from.sees(noNamespace, "e199")) return { e199: from.one(noNamespace, "e199", xsInt) };',
    );
    expect(text.match(/ \? \{ /g)).toHaveLength(2);
  });

  test("may hold more in one run than a call has arguments", () => {
    const elements = many(150_000, (i) => `<xs:element name="e${i}" type="xs:int"/>`).join("");
    const inner = `<xs:sequence><xs:sequence>${elements}</xs:sequence></xs:sequence>`;
    const schema = `<xs:element name="Ask"><xs:complexType>${inner}</xs:complexType></xs:element>`;
    expect(compile({ "t.wsdl": wsdl(schema) })).toContain("\ne149999: number;\n");
  });

  test("may have one name for thousands of elements", () => {
    const element =
      '<xs:element name="e"><xs:complexType><xs:attribute name="a" type="xs:int"/></xs:complexType></xs:element>';
    const schema = `<xs:element name="Ask"><xs:complexType><xs:sequence>${element.repeat(10_000)}</xs:sequence></xs:complexType></xs:element>`;
    expect(compile({ "t.wsdl": wsdl(schema) })).toContain("e_10000: AskEWire10000;");
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

  test("with any one attribute missing compiles or is refused with its place", () => {
    const schema = readFileSync(new URL("oddities.xsd", oddities), "utf8");
    const attributes = [...schema.matchAll(/ [a-zA-Z]+="[^"]*"/g)];
    expect(attributes.length).toBeGreaterThan(200);
    const folder = folderOf({});
    cpSync(oddities, folder, { recursive: true });
    const outcomes = attributes.map(({ 0: attribute, index }) => {
      writeFileSync(
        join(folder, "oddities.xsd"),
        schema.slice(0, index) + schema.slice(index + attribute.length),
      );
      try {
        return compileContract({ name: "t", folder, wsdl: "oddities.wsdl" }).slice(0, 12);
      } catch (error) {
        return error instanceof NotCompilable && /^[a-z/]+\.(wsdl|xsd):[0-9]+: /.test(error.message)
          ? "refused"
          : error;
      }
    });
    expect(new Set(outcomes)).toEqual(new Set(["// Generated", "refused"]));
  });
});
