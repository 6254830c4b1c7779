import { ContractBroken } from "@portico/core";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { wsdl } from "../test/contract-files.ts";
import { GeneratedFolder } from "../test/generated-folder.ts";
import { damaged, documents, treeSchema } from "../test/tree-documents.ts";
import { compileContract } from "./codegen/compile.ts";
import { Decoder } from "./decoder.ts";
import { detour } from "./detour.ts";
import { type Careful, FastDecoder } from "./fast-decoder.ts";
import { namespace } from "./index.ts";
import { defaultXmlLimits, type XmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";
import { TagMemory } from "./xml/tag-memory.ts";

const generated = new GeneratedFolder();
afterAll(() => generated.remove());
generated.write("t.wsdl", wsdl(treeSchema));
generated.write(
  "b.xsd",
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b"><xs:element name="extra" type="xs:long"/></xs:schema>',
);
generated.write("t.gen.ts", compileContract({ name: "t", folder: generated.path, wsdl: "t.wsdl" }));
const { codec: tree } = (await generated.load("t.gen.ts", "tContract")).operations["Ask"]!.output!;
const ns = namespace("urn:t", "t");

const tight: XmlLimits = { ...defaultXmlLimits, depthMax: 8, elementsMax: 60, textBytesMax: 40 };

// A document is worth as many attempts as it is long.
const PADDING = `<!--${"-x".repeat(4_000)}-->`;

/** What is read, or how the contract was broken. `memory`: fast where that goes. */
function read(document: string, limits: XmlLimits, memory?: TagMemory): unknown {
  const reader = new XmlReader(Buffer.from(document + PADDING), limits, memory);
  const from = new Decoder(reader, false, memory === undefined ? undefined : new FastDecoder(reader, detour));
  try {
    from.next();
    const value = from.one(ns, "tree", tree);
    return { value, end: reader.tag };
  } catch (error) {
    if (error instanceof XmlRefused) return from.broken(error.message).message;
    if (error instanceof ContractBroken) return error.message;
    throw error;
  }
}

/** What becomes of it, and how many elements on the way are looked at carefully. */
function attempted(document: string): { readonly isFast: boolean; readonly detours: number } {
  const reader = new XmlReader(Buffer.from(document), defaultXmlLimits);
  reader.advance();
  let count = 0;
  const counted: Careful = (codec, xml, fast) => {
    count++;
    return detour(codec, xml, fast);
  };
  const isFast = new FastDecoder(reader, counted).element(tree) !== undefined;
  return { isFast, detours: count };
}

describe("what is read fast", () => {
  test("is what is read with care, of whole documents and damaged ones, whatever came before", () => {
    const memory = new TagMemory();
    const tightMemory = new TagMemory();
    let whole = 0;
    fc.assert(
      fc.property(fc.oneof(documents, documents, damaged), (document) => {
        const careful = read(document, defaultXmlLimits);
        for (let time = 0; time < 3; time++)
          expect(read(document, defaultXmlLimits, memory)).toEqual(careful);
        expect(read(document, tight, tightMemory)).toEqual(read(document, tight));
        if (typeof careful !== "string") whole++;
      }),
      { numRuns: 4_000 },
    );
    expect(whole).toBeGreaterThan(200);
  });

  const known = (document: string, limits = defaultXmlLimits) => {
    const memory = new TagMemory();
    for (let time = 0; time < 4; time++) read(document, limits, memory);
    return memory;
  };
  const flat = (names: readonly string[]) =>
    `<t:tree xmlns:t="urn:t"><name>x</name><price>1</price>${names
      .map((name) => `<t:tree><name>${name}</name><price>2</price></t:tree>`)
      .join("")}</t:tree>`;

  test("is what is written as nearly everybody does", () => {
    const declared = 'xmlns:t="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const root = (content: string) => `<t:tree ${declared}><name/>${content}</t:tree>`;
    const leaf = "<name>x</name><price>2</price>";
    for (const document of [
      flat(["a", "b", "c"]),
      flat(["", "größer", "a &amp; b", "<![CDATA[x]]>"]),
      flat(["a"]).replaceAll("><", ">\n  <"),
      root('<on i:nil="true"/><price>1</price>'),
      root('<t:count>1</t:count><on>1</on><t:note/><mark unit="kg" n="2">x</mark>'),
      root('<price>1.50</price><mark i:nil="true" /><item i:type="t:A"><b>1</b><a/></item>'),
      root("<price>1</price><from>2024-01-31</from><item><b>1</b><b>2</b></item>"),
      root("<price>1</price><key>1</key><entry>0</entry><key>2.5</key>"),
      root('<price>1</price><box id="1"><t:tree><name>x</name><t:note>y</t:note></t:tree></box>'),
      root("<price>1</price>").replaceAll("t:tree", "long:tree").replace("xmlns:t", "xmlns:long"),
      root("<price>1</price><o:extra>5</o:extra>").replace(" xmlns:t=", ' xmlns:o="urn:b" xmlns:t='),
      root("<price>1</price>").replaceAll(" xmlns:t=", ' xmlns:other="urn:t" xmlns:t='),
      // As .NET does it: a prefix is declared where it begins to be of use.
      root(`<price>1</price><t:tree xmlns:o="urn:b">${leaf}<o:extra>5</o:extra></t:tree>`),
      root(
        `<price>1</price><t:tree xmlns:v="urn:t">${leaf}</t:tree><t:tree xmlns:i="urn:i">${leaf}</t:tree>`,
      ),
      root(`<price>1</price><box xmlns:v="urn:v" id="1"><t:tree>${leaf}</t:tree></box>`),
      root(
        `<price>1</price><box id="1" xmlns:v="urn:v" xmlns:w="urn:w"><t:tree xmlns:x="urn:x">${leaf}</t:tree></box>`,
      ),
    ]) {
      expect({ document, ...attempted(document) }).toEqual({ document, isFast: true, detours: 0 });
    }
  });

  test("is what is around an element that says more than it must", () => {
    const declared = 'xmlns:t="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const root = (content: string) => `<t:tree ${declared}><name/><price>1</price>${content}</t:tree>`;
    const item = '<item xmlns:v="urn:t" i:type="v:A"><b>1</b><a>2</a></item>';
    const document = root(
      `${item}${item}<box xmlns:w="urn:w"><t:tree><name/><price>2</price></t:tree></box>`,
    );
    expect(attempted(document)).toEqual({ isFast: true, detours: 2 });
    expect(read(document, defaultXmlLimits, new TagMemory())).toEqual(read(document, defaultXmlLimits));
  });

  test("costs what a document costs, however deep the surprise is below elements that say more", () => {
    const levels = 40;
    const odd = '<name/><price>1</price><box xmlns:w="urn:w"><t:tree>'.repeat(levels);
    const wrong = `<name >${"x".repeat(20_000)}</name><price>bad</price>`;
    const root = `<t:tree xmlns:t="urn:t">${odd}${wrong}</t:tree>${"</box></t:tree>".repeat(levels)}`;
    const document = `${root}<!--${"x".repeat(300_000)}-->`;
    const { isFast, detours } = attempted(document);
    expect(isFast).toBe(false);
    expect(detours).toBeLessThan(2 * levels);
  });

  test("has an end where it says so: what follows an empty element is not in it", () => {
    const inside = "<name>x</name><price>2</price>";
    const root = (content: string) =>
      `<t:tree xmlns:t="urn:t"><name>r</name><price>1</price>${content}</t:tree>`;
    const memory = known(root(`<box id="1"><t:tree>${inside}</t:tree></box>`));
    const broken = root(`<box id="2"><t:tree/>${inside}</box>`);
    const careful = read(broken, defaultXmlLimits);
    expect(careful).toContain("A required element is missing");
    for (let time = 0; time < 3; time++) expect(read(broken, defaultXmlLimits, memory)).toEqual(careful);
  });

  test("keeps every limit to the element and the byte", () => {
    const document = flat(["a", "b", "c"]);
    const memory = known(document);
    expect(read(document, { ...defaultXmlLimits, elementsMax: 12 }, memory)).toHaveProperty("value");
    expect(read(document, { ...defaultXmlLimits, elementsMax: 11 }, memory)).toContain("More elements");
    // Nor are those counted twice that are read twice.
    const odd = document.replace("<t:tree>", '<t:tree xmlns:v="urn:v">').replace(/<name>c/, "<name >c");
    expect(read(odd, { ...defaultXmlLimits, elementsMax: 12 }, memory)).toHaveProperty("value");
    expect(read(document, { ...defaultXmlLimits, depthMax: 3 }, memory)).toHaveProperty("value");
    expect(read(document, { ...defaultXmlLimits, depthMax: 2 }, memory)).toContain("nested deeper");
    expect(read(flat(["abcd"]), { ...defaultXmlLimits, textBytesMax: 4 }, memory)).toHaveProperty("value");
    expect(read(flat(["abcde"]), { ...defaultXmlLimits, textBytesMax: 4 }, memory)).toContain("More text");
  });

  test("holds back no part of a document from being checked", () => {
    const document = flat(["a", "b", "c"]);
    const memory = known(document);
    for (let at = 0; at < document.length; at++) {
      for (const put of ["<", "&", "\u0001", "]]>", "</t:tree>", "<x/>", "\n"]) {
        const broken = document.slice(0, at) + put + document.slice(at);
        const careful = { broken, read: read(broken, defaultXmlLimits) };
        expect({ broken, read: read(broken, defaultXmlLimits, memory) }).toEqual(careful);
      }
      const cut = document.slice(0, at);
      expect(read(cut, defaultXmlLimits, memory)).toEqual(read(cut, defaultXmlLimits));
    }
  });
});
