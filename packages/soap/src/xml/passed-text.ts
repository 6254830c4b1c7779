import { ASCII_TEXT, byteClass, checkCharacter, SPACE, TEXT_STOP } from "./characters.ts";
import { cdataEnd, skipSpace } from "./markup.ts";
import { referenceEnd, referredCharacter } from "./references.ts";
import { XmlRefused } from "./refused.ts";

interface Piece {
  readonly start: number;
  readonly end: number;
  /** `coded`: holds references or carriage returns. */
  readonly kind: "plain" | "coded" | "cdata";
  /** Known to be white space and nothing else: indentation, as nearly all text between tags is. */
  readonly isSpace: boolean;
}

/** The character data between two tags. Checked while it is passed, turned into a string only when asked for. */
export class PassedText {
  private readonly bytes: Buffer;
  private readonly textBytesMax: number;
  // Nearly all text is one plain piece of ASCII; it lives in these two and in no object.
  private start = 0;
  private end = 0;
  private pieces: Piece[] | undefined;
  private size = 0;

  constructor(bytes: Buffer, textBytesMax: number) {
    this.bytes = bytes;
    this.textBytesMax = textBytesMax;
  }

  clear(): void {
    if (this.size === 0 && this.pieces === undefined) return;
    this.start = 0;
    this.end = 0;
    this.pieces = undefined;
    this.size = 0;
  }

  /** Passes text up to the next `<` or the end of the document and says where that is. */
  passText(start: number): number {
    const { bytes } = this;
    const { length } = bytes;
    let at = start;
    while (at < length && (byteClass[bytes[at]!]! & ASCII_TEXT) !== 0) at++;
    if (at === start && bytes[at] === 0x3c) return at;
    if (bytes[at] === 0x3c && this.size === 0 && this.pieces === undefined) {
      this.start = start;
      this.end = at;
      this.grow(start, at);
      return at;
    }
    return this.passAnyText(start);
  }

  /** Passes the CDATA section whose text starts at `start` and says where the document goes on. */
  passCdata(start: number): number {
    const end = cdataEnd(this.bytes, start);
    this.keep({ start, end, kind: "cdata", isSpace: false });
    return end + 3;
  }

  /** Whether it is nothing but white space. */
  get blank(): boolean {
    if (this.pieces === undefined)
      return this.start === this.end || skipSpace(this.bytes, this.start) >= this.end;
    return this.pieces.every((piece) => piece.isSpace || !/[^ \t\r\n]/.test(this.textOf(piece)));
  }

  get text(): string {
    const { pieces } = this;
    if (pieces === undefined) return this.bytes.toString("latin1", this.start, this.end);
    return pieces.length === 1 ? this.textOf(pieces[0]!) : pieces.map((piece) => this.textOf(piece)).join("");
  }

  /** The same as `passText`, for whatever text. */
  private passAnyText(start: number): number {
    const { bytes } = this;
    let at = start;
    let kind: Piece["kind"] = "plain";
    for (; at < bytes.length && byteClass[bytes[at]!]! & SPACE; at++) if (bytes[at] === 0x0d) kind = "coded";
    const isSpace = bytes[at] === 0x3c;
    for (;;) {
      while (at < bytes.length && (byteClass[bytes[at]!]! & TEXT_STOP) === 0) at++;
      const byte = bytes[at];
      if (byte === undefined || byte === 0x3c) break;
      if (byte === 0x26) {
        const end = referenceEnd(bytes, at);
        referredCharacter(bytes, at, end);
        kind = "coded";
        at = end;
      } else if (byte === 0x5d && bytes[at + 1] === 0x5d && bytes[at + 2] === 0x3e) {
        throw new XmlRefused("`]]>` outside a CDATA section", at);
      } else {
        checkCharacter(bytes, at);
        if (byte === 0x0d) kind = "coded";
        at++;
      }
    }
    if (at > start) this.keep({ start, end: at, kind, isSpace });
    return at;
  }

  private keep(piece: Piece): void {
    const { start, end } = this;
    this.pieces ??= end > start ? [{ start, end, kind: "plain", isSpace: false }] : [];
    this.grow(piece.start, piece.end);
    this.pieces.push(piece);
  }

  private grow(start: number, end: number): void {
    this.size += end - start;
    if (this.size > this.textBytesMax) throw new XmlRefused("More text in one place than allowed", start);
  }

  private textOf({ start, end, kind }: Piece): string {
    if (kind === "plain") return this.bytes.toString("utf8", start, end);
    if (kind === "cdata") return oneLineEnd(this.bytes.toString("utf8", start, end));
    return decodeReferences(this.bytes, start, end, oneLineEnd);
  }
}

const oneLineEnd = (text: string): string => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);

/** Text or an attribute value with its references resolved; `literally` treats what was written out. */
export function decodeReferences(
  bytes: Buffer,
  start: number,
  end: number,
  literally: (text: string) => string,
): string {
  // A view, so that the search for the next reference ends with the text and not with the document.
  const coded = bytes.subarray(start, end);
  let text = "";
  let from = 0;
  for (;;) {
    const ampersand = coded.indexOf(0x26, from);
    if (ampersand < 0) return text + literally(coded.toString("utf8", from));
    text += literally(coded.toString("utf8", from, ampersand));
    from = referenceEnd(coded, ampersand);
    text += referredCharacter(coded, ampersand, from);
  }
}
