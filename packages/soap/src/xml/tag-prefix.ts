import { BytePattern } from "./byte-pattern.ts";

// With its colon, behind `</`: what two words of four bytes hold.
const PREFIX_BYTES_MAX = 6;
// Documents have few prefixes, and all documents of a system the same ones.
const KNOWN_MAX = 256;
const known = new Map<string, TagPrefix>();

/** What begins with a prefix, as words of four bytes to compare. */
export class TagPrefix {
  /** Of `<p:`, in bytes. */
  readonly openLength: number;
  /** Of `</p:`. */
  readonly closeLength: number;
  /** What a prefix of XML Schema's own says: ` p:type="`, ` p:nil="true"`. */
  readonly typeAttribute: BytePattern;
  readonly nilAttribute: BytePattern;
  /** `p:`, as values begin. */
  readonly inValue: BytePattern;
  private readonly open: number;
  private readonly openMask: number;
  private readonly open2: number;
  private readonly openMask2: number;
  private readonly close: number;
  private readonly closeMask: number;
  private readonly close2: number;
  private readonly closeMask2: number;

  private constructor(written: string, isAnywhere = true) {
    const [open, openMask] = twoWords(`<${written}`);
    const [close, closeMask] = twoWords(`</${written}`);
    this.openLength = Buffer.byteLength(written) + 1;
    this.closeLength = this.openLength + 1;
    this.typeAttribute = new BytePattern(Buffer.from(` ${written}type="`));
    this.nilAttribute = new BytePattern(Buffer.from(` ${written}nil="true"`));
    this.inValue = new BytePattern(Buffer.from(written));
    this.open = isAnywhere ? open.readInt32LE(0) : 1;
    // Nothing without bytes is 1.
    this.openMask = isAnywhere ? openMask.readInt32LE(0) : 0;
    this.open2 = open.readInt32LE(4);
    this.openMask2 = openMask.readInt32LE(4);
    this.close = close.readInt32LE(0);
    this.closeMask = closeMask.readInt32LE(0);
    this.close2 = close.readInt32LE(4);
    this.closeMask2 = closeMask.readInt32LE(4);
  }

  /** Of a namespace that nothing stands for: no tag begins so. */
  static readonly absent = new TagPrefix("", false);

  /**
   * The same one every time, as long as documents have no more prefixes than any system uses.
   * @param prefix `""`: none
   * @returns `undefined` when it is too long
   */
  static of(prefix: string): TagPrefix | undefined {
    const written = prefix === "" ? "" : `${prefix}:`;
    let found = known.get(prefix);
    if (found === undefined) {
      if (Buffer.byteLength(written) > PREFIX_BYTES_MAX) return undefined;
      if (known.size === KNOWN_MAX) known.clear();
      found = new TagPrefix(written);
      known.set(prefix, found);
    }
    return found;
  }

  opens(view: DataView, at: number): boolean {
    return (
      (view.getInt32(at, true) & this.openMask) === this.open &&
      (view.getInt32(at + 4, true) & this.openMask2) === this.open2
    );
  }

  closes(view: DataView, at: number): boolean {
    return (
      (view.getInt32(at, true) & this.closeMask) === this.close &&
      (view.getInt32(at + 4, true) & this.closeMask2) === this.close2
    );
  }
}

/** Up to eight bytes, and which of them count. */
function twoWords(text: string): readonly [Buffer, Buffer] {
  const bytes = Buffer.alloc(8);
  const mask = Buffer.alloc(8).fill(0xff, 0, bytes.write(text));
  return [bytes, mask];
}
