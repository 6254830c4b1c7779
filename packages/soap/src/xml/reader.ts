import { type XmlAttribute, AttributeScanner } from "./attributes.ts";
import { isSpace, nameEnd } from "./characters.ts";
import { type XmlLimits } from "./limits.ts";
import { commentEnd, instructionEnd, skipSpace, startsWith, xmlDeclaration } from "./markup.ts";
import { NameTable, sameBytes } from "./names.ts";
import { NamespaceScope } from "./namespaces.ts";
import { PassedText } from "./passed-text.ts";
import { XmlRefused } from "./refused.ts";

/**
 * Walks a document from tag to tag, once, in time linear in its bytes. Whatever it has passed is namespace-well-formed;
 * a document with a DTD is refused where the DTD begins. Comments and processing instructions are checked and skipped.
 * @throws {XmlRefused}
 */
export class XmlReader {
  /** What the reader stands on. Every start has its end, also in `<a/>`. */
  tag: "start" | "end" | "eof" = "eof";
  /** Namespace of the start tag the reader stands on; `""`: none. */
  uri = "";
  local = "";
  attributes: XmlAttribute[] = [];
  /** Where that start tag begins, in bytes of UTF-8. */
  offset = 0;
  /** Open elements, the current one included. */
  depth = 0;

  private readonly bytes: Buffer;
  private readonly limits: XmlLimits;
  private readonly names: NameTable;
  private readonly scope = new NamespaceScope();
  private readonly scanner: AttributeScanner;
  private readonly passed: PassedText;
  private readonly openNames: { start: number; end: number }[] = [];
  private at: number;
  private elements = 0;
  private selfClosing = false;

  /** @param bytes UTF-8 without byte order mark, as `toUtf8` leaves it */
  constructor(bytes: Buffer, limits: XmlLimits) {
    this.bytes = bytes;
    this.limits = limits;
    this.names = new NameTable(bytes);
    this.scanner = new AttributeScanner(bytes, this.names, this.scope, limits);
    this.passed = new PassedText(bytes, limits.textBytesMax);
    this.at = xmlDeclaration(bytes)?.end ?? 0;
    if (bytes.length > limits.documentBytesMax) throw new XmlRefused("A document larger than allowed", 0);
  }

  /** Moves to the next tag. */
  advance(): void {
    this.passed.clear();
    if (this.selfClosing) {
      this.selfClosing = false;
      this.tag = "end";
      return;
    }
    if (this.tag === "end") {
      this.scope.leave(this.depth);
      this.openNames.pop();
      this.depth--;
    }
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

  /** Every prefix and the namespace it stands for here. */
  get prefixes(): ReadonlyMap<string, string> {
    return this.scope.declared;
  }

  /** The namespace `prefix` stands for here; `undefined` when nothing declares it. */
  uriOf(prefix: string): string | undefined {
    return this.scope.uriOf(prefix);
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
    const { bytes, limits } = this;
    const tagStart = this.at;
    const start = tagStart + 1;
    const end = nameEnd(bytes, start);
    if (bytes[tagStart] !== 0x3c || end === start)
      throw new XmlRefused("Not markup where markup must be", tagStart);
    if (end - start > limits.nameBytesMax) throw new XmlRefused("A name longer than allowed", start);
    if (++this.elements > limits.elementsMax) throw new XmlRefused("More elements than allowed", start);
    if (++this.depth > limits.depthMax) throw new XmlRefused("Elements nested deeper than allowed", start);
    this.openNames.push({ start, end });

    this.attributes = [];
    const close = this.scanner.scan(end, this.depth, this.attributes);
    this.selfClosing = bytes[close] === 0x2f;
    if (this.selfClosing && bytes[close + 1] !== 0x3e) throw new XmlRefused("A malformed start tag", close);
    this.at = close + (this.selfClosing ? 2 : 1);

    const { prefix, local } = this.names.at(start, end);
    const uri = prefix === "xmlns" ? undefined : this.scope.uriOf(prefix);
    if (uri === undefined) throw new XmlRefused("A prefix that nothing declares", start);
    this.tag = "start";
    this.offset = tagStart;
    this.uri = uri;
    this.local = local;
  }

  private endTag(): void {
    const { bytes } = this;
    const start = this.at + 2;
    const open = this.openNames.at(-1)!;
    const end = start + (open.end - open.start);
    const close = isSpace(bytes[end]) ? skipSpace(bytes, end) : end;
    if (!sameBytes(bytes, open.start, open.end, start, end) || bytes[close] !== 0x3e) {
      throw new XmlRefused("An end tag that does not match its start", this.at);
    }
    this.at = close + 1;
    this.tag = "end";
  }
}
