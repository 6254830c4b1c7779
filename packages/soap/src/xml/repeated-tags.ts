import type { KnownTag } from "./known-tag.ts";
import type { NamespaceScope } from "./namespaces.ts";

const GREATER = 0x3e;
const SLOTS = 4_096;

interface Seen {
  readonly at: number;
  readonly tag: KnownTag;
  /** Of the namespaces that were in force. */
  readonly version: number;
}

/**
 * Start tags that came before in the same document: the same bytes under the same declarations mean the same. A slot
 * holds one tag and is overwritten by the next that falls on it, so no choice of tags makes a lookup slow.
 */
export class RepeatedTags {
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private readonly scope: NamespaceScope;
  private readonly slots = new Map<number, Seen>();
  private slot = 0;

  constructor(bytes: Buffer, scope: NamespaceScope) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.scope = scope;
  }

  /** The tag whose bytes are those at `at`. */
  find(at: number): KnownTag | undefined {
    const { bytes } = this;
    let hash = 0;
    let end = at;
    // A value may hold a `>`; such a tag is longer than what is found here, and equal to nothing.
    for (; end < bytes.length && bytes[end] !== GREATER; end++)
      hash = (Math.imul(hash, 31) + bytes[end]!) | 0;
    this.slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    const seen = this.slots.get(this.slot);
    if (seen === undefined || seen.version !== this.scope.version) return undefined;
    const { length } = seen.tag;
    if (length !== end + 1 - at) return undefined;
    return isEqual(this.view, at, seen.at, length) ? seen.tag : undefined;
  }

  /** Keeps what `find` has not found. */
  keep(at: number, tag: KnownTag): void {
    this.slots.set(this.slot, { at, tag, version: this.scope.version });
  }
}

function isEqual(view: DataView, a: number, b: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (view.getInt32(a + i) !== view.getInt32(b + i)) return false;
  for (; i < length; i++) if (view.getUint8(a + i) !== view.getUint8(b + i)) return false;
  return true;
}
