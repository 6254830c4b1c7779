import { ContractBroken } from "@portico/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Codec } from "./codec.ts";
import { Decoder, type Reads } from "./decoder.ts";
import { Glance } from "./glance.ts";
import {
  namespace,
  nillable,
  noNamespace,
  restricted,
  xsBoolean,
  xsDecimal,
  xsInt,
  xsString,
} from "./index.ts";
import { defaultXmlLimits, type XmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";
import { TagMemory } from "./xml/tag-memory.ts";

const ns = namespace("urn:tree", "t");
const price = restricted(ns, "Price", xsDecimal, { minInclusive: "0", fractionDigits: 2 });
const flag: Codec<boolean | null> = nillable(xsBoolean);

/** A type that holds itself, an attribute, a choice, elements of two namespaces, and elements that say their type. */
const tree: Reads<unknown> = {
  read(from) {
    const id = from.optionalAttribute(noNamespace, "id", xsInt);
    from.open(ns, "Tree");
    const name = from.one(noNamespace, "name", xsString);
    const count = from.optional(ns, "count", xsInt);
    const on = from.optional(noNamespace, "on", flag);
    const choice = from.sees(noNamespace, "price")
      ? { price: from.one(noNamespace, "price", price) }
      : from.sees(ns, "note")
        ? { note: from.one(ns, "note", xsString) }
        : from.missing("price", "note");
    const item = from.many(noNamespace, "item", items, 0, 3);
    const kid = from.many(ns, "tree", tree, 0, 5);
    from.close();
    return { id, name, count, on, ...choice, item, kid };
  },
};
const items: Reads<unknown> = {
  read(from) {
    if (from.isType(ns, "A")) return itemA.read(from);
    return from.untyped ? itemB.read(from) : from.unknownType();
  },
};
const itemA: Reads<unknown> = {
  read(from) {
    from.open(ns, "A");
    const a = from.one(noNamespace, "a", xsString);
    from.close();
    return { a };
  },
};
const itemB: Reads<unknown> = {
  read(from) {
    from.open(ns, "B");
    const b = from.many(noNamespace, "b", xsInt, 1, Infinity);
    from.close();
    return { b };
  },
};

const tight: XmlLimits = { ...defaultXmlLimits, depthMax: 8, elementsMax: 60, textBytesMax: 40 };

// A document is worth as many second glances as it is long.
const PADDING = `<!--${"-x".repeat(4_000)}-->`;

/** What is read, or how the contract was broken. `memory`: at a glance where that goes. */
function read(document: string, limits: XmlLimits, memory?: TagMemory): unknown {
  const reader = new XmlReader(Buffer.from(document + PADDING), limits, memory);
  const from = new Decoder(reader, false, memory === undefined ? undefined : new Glance(reader));
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

/** Mostly what is right, now and then what is not. */
const often = (right: readonly string[], wrong: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
const text = often(
  ["x", "", " spaced ", "ä€", "a &amp; b", "<![CDATA[<x>]]>", "]]", "\r\n"],
  ["x<!-- c -->y", "&bad;", "<x/>"],
);
const number = often(["1", "-7", "+5", " 3 "], ["12.50", "1e3", "", "99999999999"]);
const decimal = often(["1", "0.25", "+2", ".5", "007"], ["-1", "1.005"]);
const gap = often(["", "", "", "\n  "], ["<!-- c -->", "text"]);
const element = (
  name: string,
  content: fc.Arbitrary<string>,
  attributes: fc.Arbitrary<string> = fc.constant(""),
) =>
  fc
    .tuple(content, attributes, gap, fc.constantFrom(">", ">", ">", " >"))
    .map(([inside, said, after, end]) =>
      inside === "" && end === " >"
        ? `<${name}${said}/>${after}`
        : `<${name}${said}>${inside}</${name}${end}${after}`,
    );
const maybe = (one: fc.Arbitrary<string>) => fc.oneof({ weight: 2, arbitrary: one }, fc.constant(""));
const several = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 4 }).map((all) => all.join(""));
const prefixes = fc.constantFrom("t", "t", "t", "u");
const nil = often(["", ' i:nil="0"'], [' i:nil="true"', ' i:nil="maybe"']);
const types = often(
  [' i:type="t:A"', ' i:type="u:A"', ' xmlns:v="urn:tree" i:type="v:A"'],
  ["", ' i:type="t:C"'],
);

const { trees } = fc.letrec<{ trees: string }>((tie) => ({
  trees: prefixes.chain((prefix) =>
    element(
      `${prefix}:tree`,
      fc
        .tuple(
          gap,
          element("name", text),
          maybe(element(`${prefix}:count`, number)),
          maybe(element("on", often(["true", "0"], ["maybe", ""]), nil)),
          fc.oneof(element("price", decimal), element(`${prefix}:note`, text)),
          several(
            fc.oneof(element("item", element("a", text), types), element("item", element("b", number))),
          ),
          fc.oneof({ maxDepth: 3, depthIdentifier: "tree" }, fc.constant(""), several(tie("trees"))),
        )
        .map((parts) => parts.join("")),
      often(["", "", ' id="1"', ' id="2"'], [" id='x'", ' other="1"']),
    ),
  ),
}));
const documents = trees.map((root) =>
  root.replace(
    /^<\w:tree/,
    '$& xmlns:t="urn:tree" xmlns:u="urn:tree" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"',
  ),
);
/** A document and what a bad line makes of it. */
const damaged = fc
  .tuple(
    documents,
    fc.nat(),
    fc.nat(6),
    fc.constantFrom("", "<", ">", "&", "x", "/", '"', "</a>", "<a>", " ", "\u0001"),
  )
  .map(([document, place, removed, put]) => {
    const at = place % document.length;
    return document.slice(0, at) + put + document.slice(at + removed);
  });

describe("what is read at a glance", () => {
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
    `<t:tree xmlns:t="urn:tree"><name>x</name><price>1</price>${names
      .map((name) => `<t:tree><name>${name}</name><price>2</price></t:tree>`)
      .join("")}</t:tree>`;

  test("has an end where it says so: what follows an empty element is not in it", () => {
    const inside = "<name>x</name><price>2</price>";
    const root = (content: string) =>
      `<t:tree xmlns:t="urn:tree"><name>r</name><price>1</price>${content}</t:tree>`;
    const memory = known(root(`<t:tree id="1">${inside}</t:tree>`));
    const broken = root(`<t:tree id="2"/>${inside}`);
    const careful = read(broken, defaultXmlLimits);
    expect(careful).toContain("A required element is missing");
    for (let time = 0; time < 3; time++) expect(read(broken, defaultXmlLimits, memory)).toEqual(careful);
  });

  test("keeps every limit to the element and the byte", () => {
    const document = flat(["a", "b", "c"]);
    const memory = known(document);
    expect(read(document, { ...defaultXmlLimits, elementsMax: 12 }, memory)).toHaveProperty("value");
    expect(read(document, { ...defaultXmlLimits, elementsMax: 11 }, memory)).toContain("More elements");
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
