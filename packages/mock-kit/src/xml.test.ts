import { assert, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { breakXmlTag } from "./break-xml-tag.ts";
import { attributeOf, childOf, readXml, xmlText, XmlUnreadable } from "./xml.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readXml(bytes(text), "text/xml; charset=utf-8");

test("breakXmlTag spoils the first end tag of the second half, and no byte more", () => {
  const text = (body: string) => Buffer.from(breakXmlTag(new Uint8Array(Buffer.from(body)))).toString();
  expect(text("<a><b>1</b><c>2</c><d>3</d></a>")).toBe("<a><b>1</b><c>2< c><d>3</d></a>");
  expect(text("no tag")).toBe("no tag");
});

describe("reading a request", () => {
  test("names are compared by namespace, whatever the prefix", () => {
    const root = read(
      `<a:r xmlns:a="urn:one" b:at="v" xmlns:b="urn:two"><x xmlns="urn:one">1</x><a:x>2</a:x><x/></a:r>`,
    );
    expect([root.namespace, root.name]).toEqual(["urn:one", "r"]);
    expect(root.children.map(({ namespace, name, text }) => [namespace, name, text])).toEqual([
      ["urn:one", "x", "1"],
      ["urn:one", "x", "2"],
      ["", "x", ""],
    ]);
    expect(attributeOf(root, "urn:two", "at")).toBe("v");
    expect(attributeOf(root, "", "at")).toBeUndefined();
    expect(childOf(root, "urn:two", "x")).toBeUndefined();
  });

  test("text written with xmlText is read back as it was", () => {
    assert(
      property(string({ unit: "grapheme" }), (text) => {
        expect(read(`<t>${xmlText(text)}</t>`).text).toBe(text);
      }),
    );
  });

  test("line ends written with xmlText are those that are read", () => {
    expect(read(`<t>${xmlText("a\r\nb\rc\n")}</t>`).text).toBe("a\r\nb\rc\n");
    expect(attributeOf(read(`<t at="${xmlText(`"<&>"`)}"/>`), "", "at")).toBe(`"<&>"`);
  });

  test("character data is joined across entities and CDATA", () => {
    expect(read("<t>a&amp;<![CDATA[<b>]]>&#233;</t>").text).toBe("a&<b>é");
  });

  test("the header's charset wins over the declaration, and the declaration over utf-8", () => {
    const umlaut = new Uint8Array([
      ...bytes(`<?xml version="1.0" encoding="windows-1252"?><t>`),
      0xe4,
      ...bytes("</t>"),
    ]);
    expect(readXml(umlaut, "text/xml").text).toBe("ä");
    expect(() => readXml(umlaut, "text/xml; charset=utf-8")).toThrow(XmlUnreadable);
  });

  test.each([
    ["nothing", ""],
    ["a broken tag", "<a><b></a>"],
    ["an unbound prefix", "<p:a/>"],
    ["a DTD", `<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`],
    ["65 levels", "<a>".repeat(65) + "</a>".repeat(65)],
    ["an unknown charset", `<?xml version="1.0" encoding="klingon"?><a/>`, "text/xml"],
  ])("%s is unreadable", (_, text, type = "text/xml; charset=utf-8") => {
    expect(() => readXml(bytes(text), type)).toThrow(XmlUnreadable);
  });

  test("64 levels are read", () => {
    expect(read("<a>".repeat(64) + "</a>".repeat(64)).name).toBe("a");
  });
});
