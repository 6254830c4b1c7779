import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format } from "oxfmt";
import { describe, expect, test } from "vitest";
import { compile, folderOf, wsdl } from "../../test/contract-files.ts";
import { compileContract, compileSchemas } from "./compile.ts";

const folderAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const fixture = folderAt("../../test/oddities/contract");
const oddities = { name: "oddities", folder: fixture, wsdl: "oddities.wsdl" };
const constructs = {
  name: "constructs",
  folder: folderAt("../../test/constructs/contract"),
  wsdl: "constructs.wsdl",
};

describe("what is generated", () => {
  test.each([oddities, constructs])("is what is committed for the fixture $name", async (request) => {
    const { name } = request;
    const { code, errors } = await format(`${name}.gen.ts`, compileContract(request), { printWidth: 110 });
    expect(errors).toEqual([]);
    await expect(code).toMatchFileSnapshot(`../../test/${name}/generated/${name}.gen.ts`);
  });

  test.each([oddities, constructs])("has schemas as committed for the fixture $name", async (request) => {
    const { name } = request;
    const file = `${name}.schemas.gen.ts`;
    const { code, errors } = await format(file, compileSchemas(request), { printWidth: 110 });
    expect(errors).toEqual([]);
    await expect(code).toMatchFileSnapshot(`../../test/${name}/generated/${file}`);
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

  test("has fast readers, unless it is a contract that nobody takes whole", () => {
    const contractOf = (types: number) => {
      const links = Array.from({ length: types }, (_, i) => {
        const next = i + 1 === types ? "" : `<xs:element name="next" type="T${i + 1}"/>`;
        return `<xs:complexType name="T${i}"><xs:sequence>${next}</xs:sequence></xs:complexType>`;
      });
      return { "t.wsdl": wsdl(`<xs:element name="Ask" type="T0"/>${links.join("")}`) };
    };
    expect(compile(contractOf(500))).toContain("function t499Fast(");
    expect(compile(contractOf(501))).not.toContain("Fast(");
  });
});
