import { KnownTag } from "./known-tag.ts";

// An envelope of a large contract has some hundreds of different tags.
const TAGS_MAX = 4_096;
const TAG_BYTES_MAX = 1_024;

/**
 * The start tags of documents read before. A system spells its answers the same way every time, so what a tag means
 * is worked out once, and recognized by its bytes from then on. Holds at most 4 MiB; when full it forgets everything.
 * Documents that share a memory are read with the same limits.
 */
export class TagMemory {
  /** For documents that are read once, and like no other. */
  static readonly none = new TagMemory();

  private root = KnownTag.outside();
  private size = 0;

  /** What stands around the root element of the next document. */
  begin(): KnownTag {
    if (this.size >= TAGS_MAX) {
      this.root = KnownTag.outside();
      this.size = 0;
    }
    return this.root;
  }

  /** @param key what it is found by below its parent */
  keep(parent: KnownTag, key: string, tag: KnownTag): boolean {
    if (this.size >= TAGS_MAX || key.length > TAG_BYTES_MAX || !parent.adopt(key, tag)) return false;
    this.size++;
    return true;
  }
}
