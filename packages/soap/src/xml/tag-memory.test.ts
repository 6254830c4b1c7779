import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultXmlLimits } from "./limits.ts";
import { XmlReader } from "./reader.ts";
import { XmlRefused } from "./refused.ts";
import { TagMemory } from "./tag-memory.ts";

/** All a reader says about a document. */
function told(document: string, memory: TagMemory): readonly unknown[] {
  const said: unknown[] = [];
  try {
    const reader = new XmlReader(
      Buffer.from(document),
      { ...defaultXmlLimits, depthMax: 8, textBytesMax: 40 },
      memory,
    );
    reader.advance();
    while (reader.tag !== "eof") {
      if (reader.tag === "end") {
        said.push("end");
        reader.advance();
        said.push(reader.passedText);
        continue;
      }
      said.push([reader.depth, reader.uri, reader.local, reader.attributes, reader.uriOf("p")]);
      reader.advance();
      said.push(reader.passedText);
    }
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    said.push(error.message);
  }
  return said;
}

const names = fc.constantFrom("a", "b", "item", "p:a", "p:longer-name", "größe");
const attributes = fc.constantFrom(
  "",
  "",
  "",
  ' x="1"',
  ' x="2"',
  ' p:type="p:T"',
  ' xmlns:p="urn:q"',
  ' xmlns="urn:d"',
  " y='a>b'",
);
const texts = fc.constantFrom(
  "",
  "",
  "12.50",
  "text",
  "ä€",
  "a &amp; b",
  "<![CDATA[<x>]]>",
  "<!-- c -->",
  "\r\n",
  "]]",
  "\n  ",
);
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      names,
      attributes,
      fc.array(fc.oneof({ depthSize: "small" }, texts, tie("element")), { maxLength: 4 }),
      texts,
    )
    .map(([name, attribute, inside, after]) =>
      inside.length === 0
        ? `<${name}${attribute}/>${after}`
        : `<${name}${attribute}>${inside.join("")}</${name}>${after}`,
    ),
}));
const documents = fc
  .array(element, { maxLength: 5 })
  .map((inside) => `<r xmlns:p="urn:p">${inside.join("")}</r>`);

/** A document and what a bad line makes of it. */
const damaged = fc
  .tuple(
    documents,
    fc.nat(),
    fc.nat(6),
    fc.constantFrom("", "<", ">", "&", "x", "/", '"', "</a>", "<a>", " "),
  )
  .map(([document, place, removed, put]) => {
    const at = place % document.length;
    return document.slice(0, at) + put + document.slice(at + removed);
  });

test("what was read before never changes what is read", () => {
  const memory = new TagMemory();
  fc.assert(
    fc.property(fc.oneof(documents, damaged), (document) => {
      const fresh = told(document, new TagMemory());
      expect(told(document, TagMemory.none)).toEqual(fresh);
      expect(told(document, memory)).toEqual(fresh);
      expect(told(document, memory)).toEqual(fresh);
    }),
    { numRuns: 3_000 },
  );
});

test("a memory that is full forgets, and goes on", () => {
  const memory = new TagMemory();
  const documentOf = (from: number) =>
    `<r>${Array.from({ length: 200 }, (_, i) => `<a${from + i}><b>1</b><b>2</b></a${from + i}>`).join("")}</r>`;
  for (let from = 0; from < 10_000; from += 200) {
    expect(told(documentOf(from), memory)).toEqual(told(documentOf(from), new TagMemory()));
  }
});
