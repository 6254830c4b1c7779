// V8 copies slices up to this length (`SlicedString::kMinLength` is 13).
const COPIED_CHARACTERS_MAX = 12;

/** Text without references, CDATA and carriage returns: its bytes, where they stand in the document. */
export class PlainText {
  readonly bytes: Buffer;
  start = 0;
  end = 0;
  /** Whether every byte is a character. */
  isAscii = true;
  private readonly characters: string;

  /** @param characters the same bytes, one character each */
  constructor(bytes: Buffer, characters: string) {
    this.bytes = bytes;
    this.characters = characters;
  }

  get text(): string {
    const { bytes, start, end } = this;
    if (!this.isAscii) return bytes.toString("utf8", start, end);
    // A longer slice would be a view that keeps the whole document alive.
    return end - start <= COPIED_CHARACTERS_MAX
      ? this.characters.slice(start, end)
      : bytes.toString("latin1", start, end);
  }
}
