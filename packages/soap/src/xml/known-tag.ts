import type { XmlAttribute } from "./attributes.ts";
import { BytePattern } from "./byte-pattern.ts";
import { internalized } from "./internalized.ts";

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

/** How a document went on from a place: over the end tag there, if one is due, and white space, to another tag. */
export interface Bridge {
  readonly bytes: BytePattern;
  /** How many of the bytes are passed on it. */
  readonly length: number;
  /** `undefined`: the element around ends. */
  readonly next: KnownTag | undefined;
}

const NOTHING: TagMeaning = { uri: "", local: "", attributes: [], declarations: [], selfClosing: false };
// Elements after one another rarely have more than a few successors; more are found by their bytes, a little slower.
const FOLLOWERS_MAX = 4;
const CHILDREN_MAX = 256;
const BRIDGES_MAX = 8;
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
  /** No attributes, no declarations, and an end tag of its own. */
  readonly isBare: boolean;
  /** Tags that came right after it, that is, as first child. */
  readonly inside: KnownTag[] = [];
  /** Tags that came right after the end of its element. */
  readonly after: KnownTag[] = [];
  /** How documents went on from its start tag, and from the end of its content. */
  readonly bridgesInside: Bridge[] = [];
  readonly bridgesAfter: Bridge[] = [];
  /** What its `xsi:type` names, once somebody has worked it out; `null`: it has none. */
  typeName: { readonly uri: string; readonly local: string } | null | undefined;
  /** A type that its attributes were found to agree with. */
  fitsUri: string | undefined;
  fitsLocal: string | undefined;
  private readonly children = new Map<string, KnownTag>();

  constructor(bytes: Buffer, name: Buffer, meaning: TagMeaning) {
    this.bytes = new BytePattern(bytes);
    this.endBytes = new BytePattern(Buffer.concat([Buffer.from("</"), name, Buffer.from(">")]));
    this.uri = internalized(meaning.uri);
    this.local = internalized(meaning.local);
    this.attributes = meaning.attributes;
    this.declarations = meaning.declarations;
    this.selfClosing = meaning.selfClosing;
    this.isBare = meaning.attributes.length + meaning.declarations.length === 0 && !meaning.selfClosing;
    this.typeName = undefined;
    this.fitsUri = undefined;
    this.fitsLocal = undefined;
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
    return true;
  }
}

/** The one of these that the document goes on with at `at`. */
export function predicted(
  followers: readonly KnownTag[],
  view: DataView,
  at: number,
  end: number,
): KnownTag | undefined {
  for (let i = 0; i < followers.length; i++) {
    const tag = followers[i]!;
    if (tag.bytes.isAt(view, at, end)) return tag;
  }
  return undefined;
}

/** Expects `tag` in this place the next time. */
export function expectNext(followers: KnownTag[], tag: KnownTag): void {
  if (followers.includes(tag)) return;
  if (followers.length === FOLLOWERS_MAX) followers.pop();
  followers.push(tag);
}

/** Remembers how the document went on. */
export function learnBridge(
  bridges: Bridge[],
  bytes: Buffer,
  length: number,
  next: KnownTag | undefined,
): Bridge {
  const bridge = { bytes: new BytePattern(bytes), length, next };
  if (bridges.length < BRIDGES_MAX && bytes.length <= BRIDGE_BYTES_MAX) bridges.push(bridge);
  return bridge;
}
