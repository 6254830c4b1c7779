import type { XmlAttribute } from "./attributes.ts";
import { Latin1Window } from "./latin1-window.ts";
import { type XmlLimits } from "./limits.ts";
import { commentEnd, instructionEnd, skipSpace, startsWith, xmlDeclaration } from "./markup.ts";
import { expectNext, type KnownTag, predicted } from "./known-tag.ts";
import { NameTable } from "./names.ts";
import { NamespaceScope } from "./namespaces.ts";
import { PassedText } from "./passed-text.ts";
import { XmlRefused } from "./refused.ts";
import { TagMemory } from "./tag-memory.ts";
import { TagScanner } from "./tag-scanner.ts";

const GREATER = 0x3e;

/** Where a reader stood. */
export type Place = Readonly<Pick<XmlReader, "depth" | "at" | "offset" | "elements" | "known">>;

/**
 * Walks a document from tag to tag, once, in time linear in its bytes. Whatever it has passed is namespace-well-formed;
 * a document with a DTD is refused where the DTD begins. Comments and processing instructions are checked and skipped.
 *
 * A tag that came in the same place before is recognized by its bytes: being equal to a well-formed tag is being
 * well-formed. Only what is new is taken apart.
 * @throws {XmlRefused}
 */
export class XmlReader {
  /** What the reader stands on. Every start has its end, also in `<a/>`. */
  tag: "start" | "end" | "eof" = "eof";
  /** Where the start tag begins, in bytes of UTF-8. */
  offset = 0;
  /** Open elements, the current one included. */
  depth = 0;

  readonly bytes: Buffer;
  readonly view: DataView;
  readonly limits: XmlLimits;
  readonly latin1: Latin1Window;
  /** What is declared where the reader stands. */
  readonly scope = new NamespaceScope();
  /** Where the reader goes on, in bytes of UTF-8. */
  at: number;
  /** Where the end tag passed last began. */
  endTagAt = 0;
  /** Start tags so far. */
  elements = 0;

  private readonly names: NameTable;
  private readonly scanner: TagScanner;
  private readonly passed: PassedText;
  private readonly remembers: boolean;
  /** By depth; deeper ones are what was open before. */
  private readonly open: KnownTag[];
  /** Where the names of open elements begin, by depth. */
  private readonly nameAt: number[] = [];
  private current: KnownTag;
  /** What came after the last tag in documents before. */
  private followers: KnownTag[];
  private selfClosing = false;

  /** @param bytes UTF-8 without byte order mark, as `toUtf8` leaves it */
  constructor(bytes: Buffer, limits: XmlLimits, memory: TagMemory = new TagMemory()) {
    if (bytes.length > limits.documentBytesMax) throw new XmlRefused("A document larger than allowed", 0);
    this.bytes = bytes;
    this.latin1 = new Latin1Window(bytes);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.limits = limits;
    this.names = new NameTable(bytes);
    this.scanner = new TagScanner(bytes, this.names, this.scope, limits, memory);
    this.passed = new PassedText(bytes, limits.textBytesMax);
    this.remembers = memory !== TagMemory.none;
    this.current = memory.begin();
    this.open = [this.current];
    this.followers = this.current.inside;
    this.at = xmlDeclaration(bytes)?.end ?? 0;
  }

  /** Namespace of the start tag the reader stands on; `""`: none. */
  get uri(): string {
    return this.current.uri;
  }

  get local(): string {
    return this.current.local;
  }

  get attributes(): readonly XmlAttribute[] {
    return this.current.attributes;
  }

  /** The start tag the reader stands on, as all its likes: the same bytes below the same tags. */
  get known(): KnownTag {
    return this.current;
  }

  /** Moves to the next tag. */
  advance(): void {
    this.passed.clear();
    if (this.selfClosing) {
      this.selfClosing = false;
      this.tag = "end";
      return;
    }
    if (this.tag === "end") this.leave();
    else if (this.depth > 0) this.passContent();
    else this.passOutside();
  }

  /** From the end of an element to the next tag. */
  private leave(): void {
    const ended = this.open[this.depth]!;
    if (ended.declarations.length > 0) this.scope.leave(this.depth);
    this.depth--;
    this.followers = ended.after;
    if (this.depth === 0) this.passOutside();
    else this.passContent();
  }

  /** Whether the character data between this tag and the one before is nothing but white space. */
  get passedBlank(): boolean {
    return this.passed.blank;
  }

  /** The character data between this tag and the one before: references resolved, CDATA included, line ends `\n`. */
  get passedText(): string {
    return this.passed.text;
  }

  /** Where the name ends in the start tag the reader stands on. */
  get nameEnd(): number {
    return this.offset + 1 + this.current.nameLength;
  }

  /** What stands for a namespace here: the prefix of the start tag the reader stands on, or any. */
  prefixOf(uri: string): string | undefined {
    return this.scope.prefixOf(uri, this.names.at(this.offset + 1, this.nameEnd).prefix);
  }

  /** The namespace `prefix` stands for here; `undefined` when nothing declares it. */
  uriOf(prefix: string): string | undefined {
    return this.scope.uriOf(prefix);
  }

  /** What is written from `offset` to the end of the tag the reader stands on. */
  writtenSince(offset: number): string {
    return this.bytes.toString("utf8", offset, this.at);
  }

  /** Whether the end tag of the element whose start tag we stand on is at `at`, without white space. */
  endsAt(at: number): boolean {
    const { bytes, current, nameAt, depth } = this;
    const start = at + 2;
    if (bytes[at] !== 0x3c || bytes[at + 1] !== 0x2f || bytes[start + current.nameLength] !== 0x3e)
      return false;
    for (let i = 0; i < current.nameLength; i++)
      if (bytes[start + i] !== bytes[nameAt[depth]! + i]) return false;
    return true;
  }

  /** Moves from the start tag of an element to its end tag, before which everything has been passed by others. */
  endAt(at: number, elements: number): void {
    this.at = at;
    this.elements = elements;
    this.selfClosing = false;
    this.passed.clear();
    if (!this.current.selfClosing) this.endTag();
    this.tag = "end";
  }

  /** Where the reader stands. */
  get place(): Place {
    const { depth, at, offset, elements, known } = this;
    return { depth, at, offset, elements, known };
  }

  /**
   * Goes to a start tag inside the element the reader stands on, whose declarations are in force there.
   * @returns whether its name means the same without declarations of its own
   */
  visit(offset: number, nameEndsAt: number, depth: number): boolean {
    const uri = this.scope.uriOf(this.names.at(offset + 1, nameEndsAt).prefix);
    if (depth - 1 > this.depth) this.open[depth - 1] = this.current;
    this.depth = depth - 1;
    this.at = offset;
    this.followers = [];
    this.startTag();
    return this.uri === uri;
  }

  /** From wherever inside it back to a start tag. */
  comeBack({ depth, at, offset, elements, known }: Place): void {
    this.scope.leave(depth + 1);
    this.depth = depth;
    this.at = at;
    this.offset = offset;
    this.elements = elements;
    this.current = known;
    this.followers = [];
    this.selfClosing = false;
    this.passed.clear();
    this.tag = "start";
  }

  /** From a sibling, or from the end of the element around, back to the start tag at `offset`. */
  back(offset: number): void {
    if (this.tag === "start") {
      this.scope.leave(this.depth);
      this.depth--;
    }
    this.selfClosing = false;
    this.followers = [];
    this.passed.clear();
    this.at = offset;
    this.startTag();
  }

  private passContent(): void {
    const { bytes } = this;
    for (;;) {
      this.at = this.passed.passText(this.at);
      const next = bytes[this.at + 1];
      if (next === 0x2f) return this.endTag();
      if (next === 0x3f) this.at = instructionEnd(bytes, this.at);
      else if (next !== 0x21) return this.startTag();
      else if (startsWith(bytes, this.at, "<!--")) this.at = commentEnd(bytes, this.at);
      else if (startsWith(bytes, this.at, "<![CDATA[")) this.at = this.passed.passCdata(this.at + 9);
      else throw new XmlRefused("A declaration inside an element", this.at);
    }
  }

  private passOutside(): void {
    const { bytes } = this;
    for (;;) {
      this.at = skipSpace(bytes, this.at);
      if (this.at >= bytes.length) break;
      if (startsWith(bytes, this.at, "<!--")) this.at = commentEnd(bytes, this.at);
      else if (startsWith(bytes, this.at, "<?")) this.at = instructionEnd(bytes, this.at);
      else if (startsWith(bytes, this.at, "<!DOCTYPE"))
        throw new XmlRefused("A document type declaration", this.at);
      else if (this.elements > 0) throw new XmlRefused("Something after the root element", this.at);
      else return this.startTag();
    }
    if (this.elements === 0) throw new XmlRefused("A document without an element", this.at);
    this.tag = "eof";
  }

  private startTag(): void {
    const { at, bytes, followers } = this;
    let tag = predicted(followers, this.view, at, bytes.length);
    if (tag === undefined) {
      const parent = this.open[this.depth]!;
      if (!this.remembers) return this.newTag(parent);
      tag = parent.child(this.latin1.slice(at, Math.max(at, bytes.indexOf(GREATER, at) + 1)));
      if (tag === undefined) return this.newTag(parent);
      expectNext(followers, tag);
    }
    // It has not been taken apart, so what it declares is not declared yet.
    for (const { prefix, uri } of tag.declarations) this.scope.declare(prefix, uri, this.depth + 1, at);
    this.enter(tag);
  }

  private newTag(parent: KnownTag): void {
    const tag = this.scanner.scan(this.at, this.depth + 1, parent);
    if (tag.bytes !== undefined) expectNext(this.followers, tag);
    this.enter(tag);
  }

  private enter(tag: KnownTag): void {
    const { limits } = this;
    if (++this.elements > limits.elementsMax) throw new XmlRefused("More elements than allowed", this.at);
    if (++this.depth > limits.depthMax) throw new XmlRefused("Elements nested deeper than allowed", this.at);
    this.open[this.depth] = tag;
    this.current = tag;
    this.followers = tag.inside;
    this.selfClosing = tag.selfClosing;
    this.tag = "start";
    this.offset = this.at;
    this.nameAt[this.depth] = this.at + 1;
    this.at += tag.length;
  }

  private endTag(): void {
    const { bytes, at } = this;
    this.endTagAt = at;
    const { nameLength } = this.open[this.depth]!;
    const nameAt = this.nameAt[this.depth]!;
    const start = at + 2;
    for (let i = 0; i < nameLength; i++) {
      if (bytes[start + i] !== bytes[nameAt + i])
        throw new XmlRefused("An end tag that does not match its start", at);
    }
    const close = skipSpace(bytes, start + nameLength);
    if (bytes[close] !== 0x3e) throw new XmlRefused("An end tag that does not match its start", at);
    this.at = close + 1;
    this.tag = "end";
  }
}
