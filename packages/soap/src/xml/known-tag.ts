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

const NOTHING: TagMeaning = { uri: "", local: "", attributes: [], declarations: [], selfClosing: false };
// Elements after one another rarely have more than a few successors; more are found by their bytes, a little slower.
const FOLLOWERS_MAX = 4;
const CHILDREN_MAX = 256;

/**
 * A start tag in its place: below which tags it stood, what it is made of, and what that means. The same bytes below
 * the same tags always mean the same, whatever the document.
 */
export class KnownTag {
  /** From `<` to `>`, in bytes. */
  readonly length: number;
  /** Of its name, in bytes. */
  readonly nameLength: number;
  readonly uri: string;
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  readonly declarations: readonly Declaration[];
  readonly selfClosing: boolean;
  /** Of one that is remembered: from `<` to `>`. */
  bytes: BytePattern | undefined;
  /** Tags that came right after it, that is, as first child. */
  readonly inside: KnownTag[];
  /** Tags that came right after the end of its element. */
  readonly after: KnownTag[];
  /** What its `xsi:type` names, once somebody has worked it out; `null`: it has none. */
  typeName: { readonly uri: string; readonly local: string } | null | undefined;
  private readonly children: Map<string, KnownTag>;

  /** @param like says the same but for its attributes: what is known around it is known around this one */
  constructor(length: number, nameLength: number, meaning: TagMeaning, like?: KnownTag) {
    this.length = length;
    this.nameLength = nameLength;
    this.uri = meaning.uri;
    this.local = meaning.local;
    this.attributes = meaning.attributes;
    this.declarations = meaning.declarations;
    this.selfClosing = meaning.selfClosing;
    this.bytes = undefined;
    this.inside = like?.inside ?? [];
    this.after = like?.after ?? [];
    this.typeName = undefined;
    this.children = like?.children ?? new Map<string, KnownTag>();
  }

  /** Around the root element. */
  static outside(): KnownTag {
    return new KnownTag(0, 0, NOTHING);
  }

  child(key: string): KnownTag | undefined {
    return this.children.get(key);
  }

  /** @returns whether there was room */
  adopt(key: string, child: KnownTag): boolean {
    if (this.children.size === CHILDREN_MAX) return false;
    this.children.set(key, child);
    return true;
  }

  /** @param written from `<` to `>` */
  recognize(written: Buffer): void {
    this.bytes = new BytePattern(written);
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
    if (tag.bytes!.isAt(view, at, end)) return tag;
  }
  return undefined;
}

/** Expects `tag`, which is remembered, in this place the next time. */
export function expectNext(followers: KnownTag[], tag: KnownTag): void {
  if (followers.includes(tag)) return;
  if (followers.length === FOLLOWERS_MAX) followers.pop();
  followers.push(tag);
}
