import fc from "fast-check";
import { ParseOption, XmlDocument, XmlParseError } from "libxml2-wasm";
import { expect, test } from "vitest";
import { toUtf8 } from "./charset.ts";
import { defaultXmlLimits } from "./limits.ts";
import { XmlReader } from "./reader.ts";
import { XmlRefused } from "./refused.ts";

/** What a document is made of here: good pieces, bad ones, and halves that only together are either. */
const pieces = [
  "<a> </a> <b> </b> <a/> <p:a> </p:a> <p:b/> <a\u00a0/> < > / = ' \" & ; - -- ] ]] ]]> <! <? ?> <1> <a:> <:a/> <é/> <·/> <a·/>".split(
    " ",
  ),
  "x é 🍷 &amp; &lt; &#65; &#x1F377; &#0; &#xD800; &nope; <!-- --> <!-- <!--- <![CDATA[ <![CDATA[]]> <?pi x?> <?pi".split(
    " ",
  ),
  [
    " ",
    "\n",
    "\r\n",
    "\u0001",
    "\ufffe",
    "\u0085",
    "\u2028",
    "< a>",
    "</a >",
    "<a\n>",
    "<?xml version='1.0'?>",
  ],
  [
    "<p:a xmlns:p='u'>",
    "<a xmlns='u'>",
    "<a xmlns:p=''/>",
    "<a xmlns:xml='u'/>",
    "<a xmlns:xmlns='u'/>",
    "<xml:a/>",
  ],
  [
    "<a b='1'>",
    "<a b='1' b='2'/>",
    "<a b='1'c='2'/>",
    "<a b='<'/>",
    "<a b=1/>",
    "<a b = '1' />",
    "<a xml:b='1'/>",
  ],
  [
    "<a p:b='1' q:b='2' xmlns:p='u' xmlns:q='u'/>",
    "<a p:b='1' b='2' xmlns:p='u' xmlns='u'/>",
    "<a p:b='1'/>",
  ],
].flat();
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(""));
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom("", "x", " ", "&amp;", "<!-- c -->", "<![CDATA[<]]>", "<?p q?>"),
    fc
      .tuple(
        fc.constantFrom("a", "b", "p:c"),
        fc.constantFrom("", " x='1'", " xmlns='u'", " xmlns:p='w'"),
        tie("tree"),
      )
      .map(([name, attribute, inside]) => `<${name}${attribute}>${inside}</${name}>`),
    fc.tuple(tie("tree"), soup, tie("tree")).map((parts) => parts.join("")),
    fc.tuple(tie("tree"), tie("tree")).map((parts) => parts.join("")),
  ),
}));
const documents = fc.oneof(
  soup,
  soup.map((inside) => `<r>${inside}</r>`),
  tree.map((inside) => `<r xmlns:p="z">${inside}</r>`),
);

test("accepts the documents libxml2 accepts, with the same text, and no others", () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect(ourText(document)).toBe(theirText(document));
    }),
    { numRuns: 3_000 },
  );
});

/** All character data of the document; `undefined`: it is refused. */
function ourText(document: string): string | undefined {
  let text = "";
  try {
    const reader = new XmlReader(toUtf8(Buffer.from(document), undefined), defaultXmlLimits);
    do {
      reader.advance();
      text += reader.passedText;
    } while (reader.tag !== "eof");
    return text;
  } catch (error) {
    if (error instanceof XmlRefused) return undefined;
    throw error;
  }
}

function theirText(document: string): string | undefined {
  try {
    using parsed = XmlDocument.fromBuffer(Buffer.from(document), { option: ParseOption.XML_PARSE_NONET });
    return parsed.root.content;
  } catch (error) {
    if (error instanceof XmlParseError) return undefined;
    throw error;
  }
}
