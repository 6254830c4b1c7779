import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contractOf, portico } from "../../test/portico.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function contract(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const operation = (name: string, messages: string) => `<operation name="${name}">${messages}</operation>`;
const bound = (name: string) =>
  operation(name, '<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>');
const twoWay = '<input message="t:m"/><output message="t:m"/>';

const mixed = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:t="urn:t" targetNamespace="urn:t">
<types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
<xs:element name="Ask" type="xs:string"/></xs:schema></types>
<message name="m"><part name="p" element="t:Ask"/></message>
<portType name="P">${operation("Good", twoWay)}
${operation("Bad", '<input message="t:gone"/><output message="t:m"/>')}
${operation("Fine", twoWay)}</portType>
<binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
${["Good", "Bad", "Fine"].map(bound).join("\n")}</binding>
<service name="S"><port name="P" binding="t:B"><soap:address location="http://s.example/"/></port></service>
</definitions>`;

describe("portico soap doctor", () => {
  test("shows what a contract offers and ends with 0 when all of it can be compiled", async () => {
    const { status, stdout, stderr } = await portico([
      "soap",
      "doctor",
      contractOf("adapters/crm/contract/crm.wsdl"),
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^crm\.wsdl: 4 files, \d+ kB; 3 operations: 3 supported\n/);
    expect(stdout).toContain("  CustomerService/CustomerServiceSoap  SOAP 1.1, document/literal,\n");
    expect(stdout).toMatch(/crm\.wsdl:12 +SupportingTokens, UsernameToken/);
    expect(stdout).toMatch(/\n {2}LeseKunde +supported\n/);
    // No colours where nobody looks.
    expect(stdout).not.toContain("\u001b");
  });

  test("shows a refused operation with its place and reason beside the others, and ends with 1", async () => {
    const { status, stdout } = await portico(["soap", "doctor", contract("mixed.wsdl", mixed)]);
    expect(status).toBe(1);
    expect(stdout.slice(stdout.indexOf("Operations"))).toBe(
      "Operations\n  Good  supported\n  Bad   refused    mixed.wsdl:7  there is no message {urn:t}gone\n  Fine  supported\n",
    );
  });

  test("says what the README shows", async () => {
    const wsdl = contractOf("packages/cli/test/legacy/legacy.wsdl");
    const { stdout } = await portico(["soap", "doctor", wsdl], { environment: { COLUMNS: "110" } });
    const readme = readFileSync(contractOf("packages/cli/README.md"), "utf8");
    expect(readme).toContain(`$ portico soap doctor legacy.wsdl\n${stdout}\n`);
  });

  test("says the same to machines", async () => {
    const { status, stdout } = await portico(["soap", "doctor", "--json", contract("mixed.wsdl", mixed)]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      wsdl: "mixed.wsdl",
      ports: [
        {
          service: "S",
          name: "P",
          protocol: "SOAP 1.1",
          styles: ["document/literal"],
          address: "http://s.example/",
        },
      ],
      operations: [
        { name: "Good", status: "supported", reasons: [] },
        {
          name: "Bad",
          status: "refused",
          reasons: [{ place: { file: "mixed.wsdl", line: 7 }, text: "there is no message {urn:t}gone" }],
        },
        { name: "Fine", status: "supported", reasons: [] },
      ],
    });
  });

  test.each([
    ["a file that is not there", () => join(folder, "gone.wsdl"), /gone\.wsdl cannot be read: ENOENT/],
    ["a folder", () => folder, /is not a file/],
    ["the root folder", () => "/", /\/ is not a file/],
    ["nothing at all", () => contract("empty.wsdl", ""), /not XML/],
    [
      "a web page",
      () => contract("page.wsdl", "<html><body/></html>"),
      /page\.wsdl:1: not a WSDL 1\.1 document/,
    ],
    [
      "a DTD",
      () => contract("dtd.wsdl", '<!DOCTYPE a SYSTEM "http://a.example/"><a/>'),
      /dtd\.wsdl:1: not XML/,
    ],
  ])("ends with 2 and a sentence on %s", async (_what, path, message) => {
    const { status, stdout, stderr } = await portico(["soap", "doctor", path()]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^\[contract_unreadable\] /);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  test("tells machines why there is nothing to tell", async () => {
    const { status, stderr } = await portico(["soap", "doctor", "--json", join(folder, "gone.wsdl")]);
    expect(status).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "contract_unreadable" } });
  });
});
