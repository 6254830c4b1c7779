/** Bytes to be recognized: compared four at a time, which is what the engine does fastest. */
export class BytePattern {
  readonly length: number;
  private readonly words: Int32Array;
  /** The last four bytes: they overlap the words where the length is no multiple of four. */
  private readonly last: number;
  private readonly pattern: Uint8Array;

  constructor(pattern: Buffer) {
    this.length = pattern.length;
    this.words = Int32Array.from({ length: pattern.length >> 2 }, (_, i) => pattern.readInt32LE(i * 4));
    this.last = pattern.length < 4 ? 0 : pattern.readInt32LE(pattern.length - 4);
    // A copy: the document shall not live as long as this.
    this.pattern = Uint8Array.from(pattern);
  }

  /** @param end of the document: asking the view for it costs more than the comparison */
  isAt(view: DataView, at: number, end: number): boolean {
    const { words, length } = this;
    if (at + length > end) return false;
    for (let i = 0; i < words.length; i++) if (words[i] !== view.getInt32(at + i * 4, true)) return false;
    return length < 4 ? this.isShortAt(view, at) : this.last === view.getInt32(at + length - 4, true);
  }

  private isShortAt(view: DataView, at: number): boolean {
    return this.pattern.every((byte, i) => view.getUint8(at + i) === byte);
  }
}
