import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { compileContract } from "../src/codegen/compile.ts";
import { NotCompilable } from "../src/codegen/not-compilable.ts";
import type { PortChoice } from "../src/codegen/ports.ts";

/** A folder with these files in it, gone when the test is over. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "contract-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A contract whose one operation takes an element `Ask` of the type that `schema` defines for it. */
export const wsdl = (schema: string, binding = "") => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t">
${schema}
</xs:schema></types>
<message name="m"><part name="p" element="t:Ask"/></message>
<portType name="P"><operation name="Ask"><input message="t:m"/><output message="t:m"/></operation></portType>
<binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Ask">${binding}<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="S"><port name="P" binding="t:B"/></service></definitions>`;

export const compile = (files: Readonly<Record<string, string>>, choice: PortChoice = {}) =>
  compileContract({ name: "t", folder: folderOf(files), wsdl: "t.wsdl", ...choice });

/** Why the contract is refused. */
export const refusal = (files: Readonly<Record<string, string>>, choice: PortChoice = {}) => {
  try {
    compile(files, choice);
    return "compiled";
  } catch (error) {
    if (error instanceof NotCompilable) return error.message;
    throw error;
  }
};

/** An element `Ask` of a complex type with this content. */
export const ask = (content: string) =>
  `<xs:element name="Ask"><xs:complexType>${content}</xs:complexType></xs:element>`;
