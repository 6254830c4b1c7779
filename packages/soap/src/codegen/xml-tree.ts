import { isXmlName } from "../xml/characters.ts";
import { toUtf8 } from "../xml/charset.ts";
import { defaultXmlLimits } from "../xml/limits.ts";
import { XmlReader } from "../xml/reader.ts";
import { XmlRefused } from "../xml/refused.ts";
import { TagMemory } from "../xml/tag-memory.ts";
import { NotCompilable, type SourcePlace } from "./not-compilable.ts";

/** An expanded name. */
export interface QName {
  readonly uri: string;
  readonly local: string;
}

export const sameName = (a: QName, b: QName): boolean => a.local === b.local && a.uri === b.uri;
/** One text per expanded name: a key. */
export const nameKey = ({ uri, local }: QName): string => `{${uri}}${local}`;

/** One element of a contract file. */
export interface XmlNode extends SourcePlace, QName {
  readonly attributes: readonly (QName & { readonly value: string })[];
  readonly children: readonly XmlNode[];
  /** Character data directly inside, white space collapsed. */
  readonly text: string;
  readonly prefixes: ReadonlyMap<string, string>;
}

/** A contract file may be larger than an answer. */
const CONTRACT_LIMITS = { ...defaultXmlLimits, documentBytesMax: 64 * 1024 * 1024 };

/** @throws {NotCompilable} when it is no XML we accept, a DTD included */
export function parseXml(bytes: Uint8Array, file: string): XmlNode {
  let utf8: Buffer = Buffer.alloc(0);
  try {
    utf8 = toUtf8(bytes, undefined);
    const reader = new XmlReader(utf8, CONTRACT_LIMITS, TagMemory.none);
    reader.advance();
    return new TreeReader(reader, new LineCounter(utf8), file).element();
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw new NotCompilable(
      { file, line: new LineCounter(utf8).lineOf(error.offset) },
      `not XML: ${error.message}`,
    );
  }
}

const UNEVEN_SPACE = /[^\S ]|  /;
const NO_CHILDREN: readonly XmlNode[] = [];

/** Makes a tree of what a reader passes. */
class TreeReader {
  private readonly reader: XmlReader;
  private readonly lines: LineCounter;
  private readonly file: string;
  /** The children so far of all elements that are open. */
  private readonly pending: XmlNode[] = [];
  private count = 0;

  constructor(reader: XmlReader, lines: LineCounter, file: string) {
    this.reader = reader;
    this.lines = lines;
    this.file = file;
  }

  /** Reads the element the reader stands on and everything in it. The reader bounds the depth. */
  element(): XmlNode {
    const { reader, pending, file } = this;
    const { uri, local, attributes } = reader.known;
    const { declared: prefixes } = reader.scope;
    const line = this.lines.lineOf(reader.offset);
    const first = this.count;
    let text = "";
    reader.advance();
    for (;;) {
      if (!reader.passedBlank) text += ` ${reader.passedText}`;
      if (reader.tag === "end") break;
      const child = this.element();
      pending[this.count++] = child;
    }
    reader.advance();
    const children = this.count === first ? NO_CHILDREN : pending.slice(first, this.count);
    this.count = first;
    if (text !== "") text = (UNEVEN_SPACE.test(text) ? text.replace(/\s+/g, " ") : text).trim();
    return { file, line, uri, local, attributes, children, text, prefixes };
  }
}

/** Turns rising byte offsets into line numbers, counting each byte once. */
class LineCounter {
  private readonly bytes: Uint8Array;
  private counted = 0;
  private line = 1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  lineOf(offset: number): number {
    for (; this.counted < offset; this.counted++) if (this.bytes[this.counted] === 0x0a) this.line++;
    return this.line;
  }
}

/** An attribute without namespace, as written. */
export function rawAttribute({ attributes }: XmlNode, local: string): string | undefined {
  for (const attribute of attributes) {
    if (attribute.local === local && attribute.uri === "") return attribute.value;
  }
  return undefined;
}

/** An attribute without namespace, without white space around it. */
export const attributeOf = (node: XmlNode, local: string): string | undefined =>
  rawAttribute(node, local)?.trim();

export function isTrue(node: XmlNode, local: string): boolean {
  const value = attributeOf(node, local);
  return value === "true" || value === "1";
}

export function requiredAttribute(node: XmlNode, local: string): string {
  const value = attributeOf(node, local);
  if (value === undefined) throw new NotCompilable(node, `<${node.local}> lacks the attribute "${local}"`);
  return value;
}

// What nearly all names are made of; quickly told.
const USUAL_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** What a component is called. Anything but a name without colon would make malformed messages. */
export function nameOf(node: XmlNode): string {
  const name = requiredAttribute(node, "name");
  if (!USUAL_NAME.test(name) && (!isXmlName(name) || name.includes(":")))
    throw new NotCompilable(node, `"${name}" is not a name`);
  return name;
}

/** An attribute that names a component, by the namespaces in force where it stands. */
export function nameAttribute(node: XmlNode, local: string): QName | undefined {
  const written = attributeOf(node, local);
  return written === undefined ? undefined : namedBy(node, written);
}

/** An attribute that names several. */
export const nameListAttribute = (node: XmlNode, local: string): readonly QName[] =>
  (attributeOf(node, local) ?? "")
    .split(/\s+/)
    .filter((written) => written !== "")
    .map((written) => namedBy(node, written));

/** What a qualified name means where `node` stands. */
export function namedBy(node: XmlNode, written: string): QName {
  const colon = written.indexOf(":");
  const uri = node.prefixes.get(colon < 0 ? "" : written.slice(0, colon));
  if (uri === undefined) throw new NotCompilable(node, `nothing declares the prefix of "${written}"`);
  return { uri, local: written.slice(colon + 1) };
}

export function requiredName(node: XmlNode, local: string): QName {
  requiredAttribute(node, local);
  return nameAttribute(node, local)!;
}

export const childrenNamed = (node: XmlNode, uri: string, local: string): readonly XmlNode[] =>
  node.children.filter((child) => child.local === local && child.uri === uri);
