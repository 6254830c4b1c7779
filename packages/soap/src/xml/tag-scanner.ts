import { XSI } from "../namespace.ts";
import { AttributeScanner } from "./attributes.ts";
import { nameEnd } from "./characters.ts";
import { KnownTag, type TagMeaning } from "./known-tag.ts";
import type { XmlLimits } from "./limits.ts";
import type { NameTable } from "./names.ts";
import type { NamespaceScope } from "./namespaces.ts";
import { XmlRefused } from "./refused.ts";
import { RepeatedTags } from "./repeated-tags.ts";
import { TagMemory } from "./tag-memory.ts";

/** Takes start tags apart that are new, and declares what they declare. */
export class TagScanner {
  private readonly bytes: Buffer;
  private readonly names: NameTable;
  private readonly scope: NamespaceScope;
  private readonly limits: XmlLimits;
  private readonly memory: TagMemory;
  private readonly attributes: AttributeScanner;
  /** Of a document that nothing is remembered of. */
  private readonly repeated: RepeatedTags | undefined;

  constructor(bytes: Buffer, names: NameTable, scope: NamespaceScope, limits: XmlLimits, memory: TagMemory) {
    this.bytes = bytes;
    this.names = names;
    this.scope = scope;
    this.limits = limits;
    this.memory = memory;
    this.attributes = new AttributeScanner(bytes, names, scope, limits);
    this.repeated = memory === TagMemory.none ? new RepeatedTags(bytes, scope) : undefined;
  }

  /** The start tag at `at`, below `parent`. Where it may come again it knows its bytes. */
  scan(at: number, depth: number, parent: KnownTag): KnownTag {
    const { bytes, scope, repeated } = this;
    const known = repeated?.find(at);
    if (known !== undefined) return known;
    const start = at + 1;
    const end = nameEnd(bytes, start);
    if (bytes[at] !== 0x3c || end === start) throw new XmlRefused("Not markup where markup must be", at);
    if (end - start > this.limits.nameBytesMax) throw new XmlRefused("A name longer than allowed", start);

    const before = scope.declarationCount;
    const close = this.attributes.scan(end, depth);
    const attributes = this.attributes.found;
    const selfClosing = bytes[close] === 0x2f;
    if (selfClosing && bytes[close + 1] !== 0x3e) throw new XmlRefused("A malformed start tag", close);
    const { prefix, local } = this.names.at(start, end);
    const uri = prefix === "xmlns" ? undefined : scope.uriOf(prefix);
    if (uri === undefined) throw new XmlRefused("A prefix that nothing declares", start);

    const declarations = scope.declaredSince(before);
    const meaning = { uri, local, attributes, declarations, selfClosing };
    const tagEnd = close + (selfClosing ? 2 : 1);
    if (repeated !== undefined) {
      // Nothing is remembered around it, so all may share what is: nothing.
      const tag = new KnownTag(tagEnd - at, end - start, meaning, parent);
      if (declarations.length === 0) repeated.keep(at, tag);
      return tag;
    }
    // Attributes of the contract's own rarely come again: what is worth remembering is what is around and inside.
    const isLikely = attributes.every((attribute) => attribute.uri === XSI);
    if (!isLikely)
      return new KnownTag(tagEnd - at, end - start, meaning, this.family(parent, start, end, meaning));
    const tag = new KnownTag(tagEnd - at, end - start, meaning);
    const written = bytes.subarray(at, tagEnd);
    // A copy: what is remembered outlives the document.
    if (this.memory.keep(parent, written.toString("latin1"), tag)) tag.recognize(written);
    return tag;
  }

  /** What stands for all tags of this name and these declarations, whatever their attributes. */
  private family(parent: KnownTag, start: number, end: number, meaning: TagMeaning): KnownTag {
    // From `<a id="1"/>` the document goes on in another way than from `<a id="1">`.
    const { declarations, selfClosing } = meaning;
    const declared = declarations.length === 0 ? "" : JSON.stringify(declarations);
    const key = `${this.bytes.toString("latin1", start, end)}${selfClosing ? "/" : ">"}${declared}`;
    const known = parent.child(key);
    if (known !== undefined) return known;
    const family = new KnownTag(0, end - start, meaning);
    this.memory.keep(parent, key, family);
    return family;
  }
}
