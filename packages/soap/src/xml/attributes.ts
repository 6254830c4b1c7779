import { byteClass, checkCharacter, isSpace, nameEnd, VALUE_STOP } from "./characters.ts";
import type { XmlLimits } from "./limits.ts";
import { skipSpace } from "./markup.ts";
import type { NameTable, QualifiedName } from "./names.ts";
import { type NamespaceScope, XMLNS_NAMESPACE } from "./namespaces.ts";
import { decodeReferences } from "./passed-text.ts";
import { referenceEnd, referredCharacter } from "./references.ts";
import { XmlRefused } from "./refused.ts";

interface Written {
  readonly name: QualifiedName;
  readonly nameStart: number;
  readonly start: number;
  readonly end: number;
  /** Whether the value holds references or white space other than blanks. */
  readonly coded: boolean;
}

/** An attribute of the element the reader stands on, without namespace declarations. */
export interface XmlAttribute {
  readonly uri: string;
  readonly local: string;
  readonly value: string;
}

// Comparing every pair beats building a set below about this many.
const PAIRWISE_MAX = 8;
const NONE: readonly never[] = [];

/** Reads the attributes of one start tag. */
export class AttributeScanner {
  private readonly bytes: Buffer;
  private readonly names: NameTable;
  private readonly scope: NamespaceScope;
  private readonly limits: XmlLimits;
  /** The attributes of the tag scanned last. */
  found: readonly XmlAttribute[] = NONE;

  constructor(bytes: Buffer, names: NameTable, scope: NamespaceScope, limits: XmlLimits) {
    this.bytes = bytes;
    this.names = names;
    this.scope = scope;
    this.limits = limits;
  }

  /**
   * Scans from the end of the element's name to that of its tag, declares namespaces for `depth`, and leaves the rest in
   * `found`.
   */
  scan(start: number, depth: number): number {
    const { bytes } = this;
    this.found = NONE;
    const written: Written[] = [];
    let at = start;
    for (;;) {
      const next = skipSpace(bytes, at);
      if (bytes[next] === 0x3e || bytes[next] === 0x2f) {
        if (written.length > 0) this.found = this.resolved(written, depth);
        return next;
      }
      if (next === at) throw new XmlRefused("A malformed start tag", at);
      if (written.length === this.limits.attributesMax) {
        throw new XmlRefused("More attributes on one element than allowed", at);
      }
      const attribute = this.one(next);
      written.push(attribute);
      at = attribute.end + 1;
    }
  }

  private one(nameStart: number): Written {
    const { bytes, limits } = this;
    const end = nameEnd(bytes, nameStart);
    const equals = skipSpace(bytes, end);
    const quoteAt = skipSpace(bytes, equals + 1);
    const quote = bytes[quoteAt];
    if (end === nameStart || bytes[equals] !== 0x3d || (quote !== 0x22 && quote !== 0x27)) {
      throw new XmlRefused("A malformed attribute", nameStart);
    }
    if (end - nameStart > limits.nameBytesMax) throw new XmlRefused("A name longer than allowed", nameStart);
    let at = quoteAt + 1;
    let coded = false;
    for (;;) {
      while (at < bytes.length && (byteClass[bytes[at]!]! & VALUE_STOP) === 0) at++;
      const byte = bytes[at];
      if (byte === quote) break;
      if (byte === undefined || byte === 0x3c)
        throw new XmlRefused("An attribute value without an end", nameStart);
      if (byte === 0x26) {
        const refEnd = referenceEnd(bytes, at);
        referredCharacter(bytes, at, refEnd);
        at = refEnd;
        coded = true;
      } else {
        checkCharacter(bytes, at);
        coded ||= isSpace(byte);
        at++;
      }
    }
    if (at - quoteAt - 1 > limits.textBytesMax)
      throw new XmlRefused("More text in one place than allowed", quoteAt);
    return { name: this.names.at(nameStart, end), nameStart, start: quoteAt + 1, end: at, coded };
  }

  private resolved(written: readonly Written[], depth: number): readonly XmlAttribute[] {
    let declarations = 0;
    for (const attribute of written) {
      const { prefix, local } = attribute.name;
      if (prefix !== "xmlns" && (prefix !== "" || local !== "xmlns")) continue;
      declarations++;
      this.scope.declare(prefix === "" ? "" : local, this.valueOf(attribute), depth, attribute.nameStart);
    }
    const expanded = written.map((attribute) => ({
      uri: this.uriOf(attribute.name, attribute.nameStart),
      local: attribute.name.local,
      value: this.valueOf(attribute),
    }));
    refuseDuplicates(expanded, written[0]!.nameStart);
    return declarations === 0 ? expanded : expanded.filter(({ uri }) => uri !== XMLNS_NAMESPACE);
  }

  private uriOf({ prefix, local }: QualifiedName, offset: number): string {
    if (prefix === "") return local === "xmlns" ? XMLNS_NAMESPACE : "";
    if (prefix === "xmlns") return XMLNS_NAMESPACE;
    const uri = this.scope.uriOf(prefix);
    if (uri === undefined) throw new XmlRefused("A prefix that nothing declares", offset);
    return uri;
  }

  private valueOf({ start, end, coded }: Written): string {
    if (!coded) return this.bytes.toString("utf8", start, end);
    return decodeReferences(this.bytes, start, end, (text) => text.replace(/\r\n|[\t\r\n]/g, " "));
  }
}

function refuseDuplicates(names: readonly { uri: string; local: string }[], offset: number): void {
  if (names.length < 2) return;
  const duplicate = () => new XmlRefused("An attribute written twice", offset);
  if (names.length > PAIRWISE_MAX) {
    // No name holds a blank, so the key is unambiguous.
    if (new Set(names.map(({ uri, local }) => `${local} ${uri}`)).size < names.length) throw duplicate();
    return;
  }
  for (let i = 1; i < names.length; i++) {
    for (let j = 0; j < i; j++) {
      if (names[i]!.local === names[j]!.local && names[i]!.uri === names[j]!.uri) throw duplicate();
    }
  }
}
