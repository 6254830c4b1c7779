import { expect, test, vi } from "vitest";
import { answerCompiler, readFast } from "../test/compiled-answers.ts";
import { FastDecoder } from "./fast-decoder.ts";
import { NamespaceScope } from "./xml/namespaces.ts";

const compiled = answerCompiler();

const LEVELS = 40;
const long = (character: string) => character.repeat(20_000);
const nested = (attributes: string) => `
    <xs:complexType name="T"><xs:sequence><xs:element name="t" type="T" minOccurs="0"/>
      <xs:element name="y" type="xs:int"/></xs:sequence>${attributes}</xs:complexType>
    <xs:element name="Ask" type="T"/>`;

test.each([
  { what: "spaces", method: "space", attributes: "", inside: ["<t>", `${long(" ")}<y >1</y>`] },
  { what: "values", method: "number", attributes: "", inside: ["<t>", `<y>${long(" ")}<!-- -->1</y>`] },
  {
    what: "declarations",
    method: "declares",
    attributes: "",
    inside: ["", `<t xmlns:w="${long("w")}"><y >1</y>`],
  },
  {
    what: "attributes",
    method: "attribute",
    attributes: '<xs:attribute name="a" type="xs:string"/>',
    inside: ["<t", ` a="${long("a")}&amp;"><y>1</y>`],
  },
] as const)(
  "a hostile document is not worth many looks at the same $what",
  async ({ what, method, attributes, inside }) => {
    const element = await compiled(what, nested(attributes));
    const [before, looked] = inside;
    const opened = `<t:Ask xmlns:t="urn:t">${"<t>".repeat(LEVELS - 1)}${before}`;
    const document = `${opened}${looked}</t>${"<y>1</y></t>".repeat(LEVELS - 1)}<y>1</y></t:Ask>`;
    const looks = vi.spyOn(FastDecoder.prototype, method);
    readFast(element, document);
    const places = looks.mock.calls.map((found) => Number(found.at(-1)));
    looks.mockRestore();
    const count = places.filter((at) => at >= opened.length && at < opened.length + 10).length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(5);
  },
);

test("a hostile document that declares more prefixes than any system is not looked through for them", () => {
  const scope = new NamespaceScope();
  for (let i = 0; i < 100; i++) scope.declare(`p${i}`, "urn:p", 1, 0);
  scope.declare("last", "urn:last", 1, 0);
  expect(scope.prefixOf("urn:last", "")).toBeUndefined();
  expect(scope.prefixOf("urn:last", "last")).toBe("last");
});
