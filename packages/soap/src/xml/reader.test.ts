import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toUtf8 } from "./charset.ts";
import { defaultXmlLimits, type XmlLimits } from "./limits.ts";
import { XmlReader } from "./reader.ts";

const open = (xml: string, limits: Partial<XmlLimits> = {}) =>
  new XmlReader(toUtf8(Buffer.from(xml), undefined), { ...defaultXmlLimits, ...limits });

/** Everything a reader says about a document, in order. */
function walk(xml: string, limits: Partial<XmlLimits> = {}): readonly string[] {
  const reader = open(xml, limits);
  const said: string[] = [];
  for (;;) {
    reader.advance();
    if (reader.passedText !== "") said.push(reader.passedText);
    if (reader.tag === "eof") return said;
    if (reader.tag === "end") said.push("/");
    else {
      said.push(`{${reader.uri}}${reader.local}`);
      for (const { uri, local, value } of reader.attributes) said.push(`@{${uri}}${local}=${value}`);
    }
  }
}

const refused = (xml: string, limits: Partial<XmlLimits> = {}) => {
  let reason: unknown;
  try {
    walk(xml, limits);
  } catch (error) {
    reason = error;
  }
  return reason instanceof Error ? reason.message : "accepted";
};

describe("what the reader says", () => {
  test("an empty-element tag has a start and an end", () => {
    expect(walk("<a><b/></a>")).toEqual(["{}a", "{}b", "/", "/"]);
  });

  test("text comes with references resolved, CDATA joined and comments left out", () => {
    expect(walk("<a>1 &lt; <!-- no -->2<![CDATA[ && ]]>&#x41;&#66;&quot;<?pi no?>!</a>")).toEqual([
      "{}a",
      '1 < 2 && AB"!',
      "/",
    ]);
  });

  test("line ends become line feeds, also in CDATA, but written-out carriage returns stay", () => {
    expect(walk("<a>1\r\n2\r3<![CDATA[\r\n]]>&#13;</a>")).toEqual(["{}a", "1\n2\n3\n\r", "/"]);
  });

  test("white space in attribute values becomes blanks unless it was written out", () => {
    expect(walk('<a b="1\r\n2\t3&#10;4&amp;" c=\'"\'/>')).toEqual(["{}a", "@{}b=1 2 3\n4&", '@{}c="', "/"]);
  });

  test("namespaces are known by URI wherever and however their prefix was declared", () => {
    const xml =
      '<p:a xmlns:p="urn:1" p:x="1" y="2"><b xmlns="urn:2"><c xmlns=""/><p:d xmlns:p="urn:3"/></b><p:e/></p:a>';
    expect(walk(xml)).toEqual([
      "{urn:1}a",
      "@{urn:1}x=1",
      "@{}y=2",
      "{urn:2}b",
      "{}c",
      "/",
      "{urn:3}d",
      "/",
      "/",
      "{urn:1}e",
      "/",
      "/",
    ]);
  });

  test("indentation is blank, whether written plainly, as CDATA or as references", () => {
    const blanks = ["\n  ", "<![CDATA[ ]]>", "&#13;\r\n", "<!-- x --> "].map((space) => {
      const reader = open(`<a>${space}<b/></a>`);
      reader.advance();
      reader.advance();
      return reader.passedBlank;
    });
    expect(blanks).toEqual([true, true, true, true]);
  });

  test("names and text beyond ASCII come through", () => {
    expect(walk("<Größe 名='🍷'>Zürich 🍷</Größe>")).toEqual(["{}Größe", "@{}名=🍷", "Zürich 🍷", "/"]);
  });

  test("any text and attribute value survives being escaped and read", () => {
    const legal = fc.string({
      unit: fc.oneof(
        fc.constantFrom("\t", "\n", "\r", " ", "<", "&", ">", "]", '"', "'"),
        fc.string({ unit: "grapheme", maxLength: 3 }),
      ),
    });
    const escape = (text: string) => text.replace(/[<&>"\r\n\t]/g, (one) => `&#${one.charCodeAt(0)};`);
    fc.assert(
      fc.property(legal, legal, (text, value) => {
        const expected = ["{}a", `@{}b=${value}`, ...(text === "" ? [] : [text]), "/"];
        expect(walk(`<a b="${escape(value)}">${escape(text)}</a>`)).toEqual(expected);
      }),
    );
  });
});

describe("what the reader refuses", () => {
  test.each([
    [
      "a document type declaration",
      '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
      "A document type declaration",
    ],
    [
      "a document type declaration behind a comment",
      "<!-- --><!DOCTYPE a><a/>",
      "A document type declaration",
    ],
    [
      "an entity nobody declared",
      "<a>&nbsp;</a>",
      "A reference to an undeclared entity or an illegal character",
    ],
    [
      "a reference to a character XML has not",
      "<a>&#0;</a>",
      "A reference to an undeclared entity or an illegal character",
    ],
    [
      "a reference to half a surrogate pair",
      "<a>&#xD800;</a>",
      "A reference to an undeclared entity or an illegal character",
    ],
    [
      "a huge character reference",
      `<a>&#${"9".repeat(9_000)};</a>`,
      "A reference without an end, or longer than any we know",
    ],
    ["a control character", "<a>\u0001</a>", "A character that XML does not allow"],
    ["a noncharacter", "<a>\uffff</a>", "A character that XML does not allow"],
    ["two root elements", "<a/><b/>", "Something after the root element"],
    ["text after the root", "<a/>x", "Something after the root element"],
    ["text before the root", "x<a/>", "Not markup where markup must be"],
    ["nothing", "", "A document without an element"],
    ["an unfinished document", "<a><b></b>", "Not markup where markup must be"],
    ["an unfinished tag", "<a b='1'", "A malformed start tag"],
    ["a wrong end tag", "<a><b></a></b>", "An end tag that does not match its start"],
    [
      "an end tag that is only a prefix of the start's",
      "<ab></a>",
      "An end tag that does not match its start",
    ],
    ["an attribute twice", "<a b='1' b='2'/>", "An attribute written twice"],
    [
      "an attribute twice under two prefixes",
      "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>",
      "An attribute written twice",
    ],
    ["an attribute without blank before it", "<a b='1'c='2'/>", "A malformed start tag"],
    ["an unquoted attribute", "<a b=1/>", "A malformed attribute"],
    ["a less-than sign in an attribute", "<a b='<'/>", "An attribute value without an end"],
    ["a prefix nobody declared", "<p:a/>", "A prefix that nothing declares"],
    ["a prefix that went out of scope", "<a><b xmlns:p='u'/><p:c/></a>", "A prefix that nothing declares"],
    ["a prefix taken back", "<a xmlns:p=''/>", "A namespace declaration that Namespaces in XML 1.0 forbids"],
    [
      "xml bound to something else",
      "<a xmlns:xml='u'/>",
      "A namespace declaration that Namespaces in XML 1.0 forbids",
    ],
    ["two colons", "<a:b:c xmlns:a='u'/>", "A name with a misplaced colon"],
    ["the end of CDATA in text", "<a>]]></a>", "`]]>` outside a CDATA section"],
    ["two dashes in a comment", "<a><!-- -- --></a>", "A malformed comment"],
    ["a second XML declaration", "<a><?xml version='1.0'?></a>", "A malformed processing instruction"],
  ])("%s", (_what, xml, reason) => {
    expect(refused(xml)).toBe(reason);
  });

  test("more than its limits, and nothing below them", () => {
    const nested = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);
    const wide = (count: number) => `<a>${"<b/>".repeat(count - 1)}</a>`;
    const attributes = (count: number) =>
      `<a ${Array.from({ length: count }, (_, i) => `b${i}=""`).join(" ")}/>`;
    const rows: readonly (readonly [string, Partial<XmlLimits>, (size: number) => string, number, string])[] =
      [
        ["depth", { depthMax: 100 }, nested, 100, "Elements nested deeper than allowed"],
        ["elements", { elementsMax: 50 }, wide, 50, "More elements than allowed"],
        [
          "attributes",
          { attributesMax: 256 },
          attributes,
          256,
          "More attributes on one element than allowed",
        ],
        [
          "text",
          { textBytesMax: 70 },
          (size) => `<a>${"x".repeat(size)}</a>`,
          70,
          "More text in one place than allowed",
        ],
        [
          "text in pieces",
          { textBytesMax: 70 },
          (size) => `<a>${"x<!---->".repeat(size)}</a>`,
          70,
          "More text in one place than allowed",
        ],
        [
          "value",
          { textBytesMax: 70 },
          (size) => `<a b="${"x".repeat(size)}"/>`,
          70,
          "More text in one place than allowed",
        ],
        ["name", { nameBytesMax: 40 }, (size) => `<${"x".repeat(size)}/>`, 40, "A name longer than allowed"],
        [
          "document",
          { documentBytesMax: 40 },
          (size) => `<a/>${" ".repeat(size - 4)}`,
          40,
          "A document larger than allowed",
        ],
      ];
    for (const [what, limits, make, limit, reason] of rows) {
      expect([what, refused(make(limit - 1), limits)]).toEqual([what, "accepted"]);
      expect([what, refused(make(limit), limits)]).toEqual([what, "accepted"]);
      expect([what, refused(make(limit + 1), limits)]).toEqual([what, reason]);
    }
  });

  test("documents made to be slow: deep, wide, or full of namespaces", () => {
    expect(refused("<a>".repeat(1_000_000))).toBe("Elements nested deeper than allowed");
    expect(refused(`<a ${Array.from({ length: 200_000 }, (_, i) => `b${i}=""`).join(" ")}/>`)).toBe(
      "More attributes on one element than allowed",
    );
    // Every gap needs its line ends changed, and nowhere is there the reference a careless search would look for.
    expect(refused(`<a>${"<b/>\r\n".repeat(300_000)}</a>`)).toBe("accepted");
    expect(refused(`<a>${"<b c='\n'/>".repeat(300_000)}</a>`)).toBe("accepted");
    // 100 levels of 250 declarations each, around 50,000 elements that all look prefixes up.
    const level = (depth: number) =>
      Array.from({ length: 250 }, (_, i) => ` xmlns:p${depth}_${i}="u"`).join("");
    const opening = Array.from({ length: 99 }, (_, depth) => `<a${level(depth)}>`).join("");
    expect(refused(opening + "<p0_0:b/>".repeat(50_000) + "</a>".repeat(99))).toBe("accepted");
  });
});
