import type { XmlAttribute } from "./attributes.ts";
import { BytePattern } from "./byte-pattern.ts";

/** A prefix a start tag declares; `uri` is `""` where the default namespace is taken back. */
export interface Declaration {
  readonly prefix: string;
  readonly uri: string;
}

/** What a start tag says, whichever bytes it is made of. */
export interface TagMeaning {
  readonly uri: string;
  readonly local: string;
  /** Without namespace declarations. */
  readonly attributes: readonly XmlAttribute[];
  readonly declarations: readonly Declaration[];
  readonly selfClosing: boolean;
}

/** How a document went on after a text: from `<` of its end tag to `>` of the next start tag, or of one more end tag. */
export interface Bridge {
  readonly bytes: BytePattern;
  /** `undefined`: the element around ends too. */
  readonly next: KnownTag | undefined;
}

const NOTHING: TagMeaning = { uri: "", local: "", attributes: [], declarations: [], selfClosing: false };
// Elements after one another rarely have more than a few successors; more are found by their bytes, a little slower.
const FOLLOWERS_MAX = 4;
const CHILDREN_MAX = 256;
const BRIDGES_MAX = 4;
const BRIDGE_BYTES_MAX = 256;

/**
 * A start tag in its place: below which tags it stood, what it is made of, and what that means. The same bytes below
 * the same tags always mean the same, whatever the document.
 */
export class KnownTag {
  /** From `<` to `>`. */
  readonly bytes: BytePattern;
  /** Its end tag, without white space. */
  readonly endBytes: BytePattern;
  readonly uri: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  readonly declarations: readonly Declaration[];
  readonly selfClosing: boolean;
  /** Tags that came right after it, that is, as first child. */
  readonly inside: KnownTag[] = [];
  /** Tags that came right after the end of its element. */
  readonly after: KnownTag[] = [];
  /** For elements with text and no declarations. */
  readonly bridges: Bridge[] = [];
  /** What its `xsi:type` names, once somebody has worked it out; `null`: it has none. */
  typeName: { readonly uri: string; readonly local: string } | null | undefined;
  /** Whether its parent knows it, and so the next document does. */
  isKept = false;
  private readonly children = new Map<string, KnownTag>();

  constructor(bytes: Buffer, name: Buffer, meaning: TagMeaning) {
    this.bytes = new BytePattern(bytes);
    this.endBytes = new BytePattern(Buffer.concat([Buffer.from("</"), name, Buffer.from(">")]));
    this.uri = internalized(meaning.uri);
    this.local = internalized(meaning.local);
    this.attributes = meaning.attributes;
    this.declarations = meaning.declarations;
    this.selfClosing = meaning.selfClosing;
    this.typeName = undefined;
  }

  /** Around the root element. */
  static outside(): KnownTag {
    return new KnownTag(Buffer.alloc(0), Buffer.alloc(0), NOTHING);
  }

  /** @param bytes from `<` to `>`, one character per byte */
  child(bytes: string): KnownTag | undefined {
    return this.children.get(bytes);
  }

  /** @returns whether there was room */
  adopt(bytes: string, child: KnownTag): boolean {
    if (this.children.size === CHILDREN_MAX) return false;
    this.children.set(bytes, child);
    child.isKept = true;
    return true;
  }
}

/** The one of these that the document goes on with at `at`. */
export function crossed(bridges: readonly Bridge[], view: DataView, at: number): Bridge | undefined {
  for (let i = 0; i < bridges.length; i++) {
    const bridge = bridges[i]!;
    if (bridge.bytes.isAt(view, at)) return bridge;
  }
  return undefined;
}

/** The one of these that the document goes on with at `at`. */
export function predicted(followers: readonly KnownTag[], view: DataView, at: number): KnownTag | undefined {
  for (let i = 0; i < followers.length; i++) {
    const tag = followers[i]!;
    if (tag.bytes.isAt(view, at)) return tag;
  }
  return undefined;
}

/** Expects `tag` in this place the next time. */
export function expectNext(followers: KnownTag[], tag: KnownTag): void {
  if (followers.includes(tag)) return;
  if (followers.length === FOLLOWERS_MAX) followers.pop();
  followers.push(tag);
}

/** Remembers how the document went on after the text of `leaf`. */
export function learnBridge(leaf: KnownTag, bytes: Buffer, next: KnownTag | undefined): void {
  if (leaf.bridges.length === BRIDGES_MAX || bytes.length > BRIDGE_BYTES_MAX) return;
  if (leaf.attributes.length > 0 || leaf.declarations.length > 0) return;
  // A name in the leaf's text is resolved after the bridge, so nothing may be declared on the other side.
  if (next !== undefined && (!next.isKept || next.declarations.length > 0)) return;
  leaf.bridges.push({ bytes: new BytePattern(bytes), next });
}

/** The same text; comparing it with a literal is then comparing two addresses, also when they differ. */
export const internalized = (text: string): string => Object.keys({ [text]: 0 })[0]!;
