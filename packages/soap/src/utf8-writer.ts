import { isXmlCharacter } from "./xml/characters.ts";
import { PlainText } from "./xml/plain-text.ts";

const BYTES_AT_FIRST = 16_384;
// What a process keeps for its next request; larger ones are left to the garbage collector.
const BYTES_KEPT_MAX = 1_048_576;

const WORD_BYTES = 4;
const LESS = 0x3c;
const SLASH = 0x2f;
const GREATER = 0x3e;
const COLON = 0x3a;

/** ASCII characters that stand for themselves: in character data, in an attribute's value. */
export const inText = standFor("\t\n", "&<>");
export const inValue = standFor("", '&<>"');

function standFor(controls: string, escaped: string): Uint8Array {
  return Uint8Array.from({ length: 0x80 }, (_, code) => {
    const character = String.fromCharCode(code);
    return Number((code >= 0x20 || controls.includes(character)) && !escaped.includes(character));
  });
}

// A literal carriage return would reach the other side as a line feed, a line feed in an attribute as a blank.
const ENTITIES: ReadonlyMap<number, string> = new Map(
  Object.entries({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }).map(([character, entity]) => [
    character.charCodeAt(0),
    entity,
  ]),
);
// As long as an entity, or as a code point in UTF-8 or as a reference, gets.
const ESCAPED_BYTES_MAX = 6;

/** Text that was just written, as the types' quick looks want it. */
class WrittenText extends PlainText {
  readonly view: DataView;
  given = "";

  constructor(bytesMax: number) {
    const bytes = Buffer.allocUnsafeSlow(bytesMax);
    super(bytes, "");
    this.view = new DataView(bytes.buffer);
  }

  override get text(): string {
    return this.given;
  }
}

let spare: WrittenText | undefined;

/** XML being written: as UTF-8 from the start, so that nothing is made of it but the bytes to send. */
export class Utf8Writer {
  /** Where the next byte will be. */
  private at = 0;
  private written: WrittenText;
  private bytes: Buffer;
  private view: DataView;

  constructor() {
    // Taken, not shared: a getter of a caller's object may begin another request while this one is being written.
    this.written = spare ?? new WrittenText(BYTES_AT_FIRST);
    spare = undefined;
    this.bytes = this.written.bytes;
    this.view = this.written.view;
  }

  get position(): number {
    return this.at;
  }

  /** Takes back what was written from there on. */
  backTo(position: number): void {
    this.at = position;
  }

  /** All that was written, as bytes of its own. The writer is done. */
  take(): Buffer {
    const all = Buffer.allocUnsafe(this.at);
    this.bytes.copy(all, 0, 0, this.at);
    if (this.bytes.length <= BYTES_KEPT_MAX) spare = this.written;
    return all;
  }

  /** Any text, as it is. */
  markup(xml: string): void {
    this.reserve(xml.length * 3);
    this.at += this.bytes.write(xml, this.at);
  }

  /** One ASCII character. */
  byte(byte: number): void {
    this.reserve(1);
    this.bytes[this.at++] = byte;
  }

  /**
   * A qualified name behind an ASCII character.
   * @returns where the name begins
   */
  name(lead: number, prefix: string, local: string): number {
    this.reserve(2 + prefix.length + local.length);
    const { bytes } = this;
    let { at } = this;
    bytes[at++] = lead;
    const start = at;
    for (let i = 0; i < prefix.length; i++) bytes[at++] = prefix.charCodeAt(i);
    if (at > start) bytes[at++] = COLON;
    this.at = at;
    for (let i = 0; i < local.length; i++) {
      const character = local.charCodeAt(i);
      if (character > 0x7f) {
        this.markup(local);
        return start;
      }
      bytes[at++] = character;
    }
    this.at = at;
    return start;
  }

  /** The end tag of the element whose name stands there. */
  endTag(nameStart: number, nameEnd: number): void {
    const length = nameEnd - nameStart;
    this.reserve(length + WORD_BYTES + 3);
    const { view, at } = this;
    view.setUint8(at, LESS);
    view.setUint8(at + 1, SLASH);
    // In words, the last of them too long: what follows overwrites the rest.
    for (let i = 0; i < length; i += WORD_BYTES)
      view.setUint32(at + 2 + i, view.getUint32(nameStart + i, true), true);
    view.setUint8(at + 2 + length, GREATER);
    this.at = at + length + 3;
  }

  /**
   * Text that stands for itself wherever it is: printable ASCII.
   * @returns it, as it stands here until there is more; `undefined`: it is other text, and nothing was written
   */
  plain(text: string): PlainText | undefined {
    const { length } = text;
    this.reserve(length);
    const { bytes, at, written } = this;
    for (let i = 0; i < length; i++) {
      const character = text.charCodeAt(i);
      if (character > 0x7f || inValue[character] === 0) return undefined;
      bytes[at + i] = character;
    }
    this.at = at + length;
    written.start = at;
    written.end = this.at;
    written.given = text;
    return written;
  }

  /**
   * Any text, escaped where it must be.
   * @param plain what stands for itself there: `inText` or `inValue`
   * @returns `false`: it holds what XML cannot carry, and only what stands before was written
   */
  escaped(text: string, plain: Uint8Array): boolean {
    const { length } = text;
    this.reserve(length);
    for (let i = 0; i < length; i++) {
      const character = text.charCodeAt(i);
      if (character < 0x80 && plain[character] === 1) {
        this.bytes[this.at++] = character;
        continue;
      }
      const codePoint = text.codePointAt(i)!;
      if (!isXmlCharacter(codePoint)) return false;
      if (codePoint > 0xffff) i++;
      this.reserve(ESCAPED_BYTES_MAX + length - i);
      if (codePoint < 0x80) this.markup(ENTITIES.get(codePoint) ?? `&#${codePoint};`);
      else this.beyondAscii(codePoint);
    }
    return true;
  }

  private beyondAscii(codePoint: number): void {
    const { bytes } = this;
    if (codePoint < 0x800) bytes[this.at++] = 0xc0 | (codePoint >> 6);
    else {
      if (codePoint < 0x1_0000) bytes[this.at++] = 0xe0 | (codePoint >> 12);
      else {
        bytes[this.at++] = 0xf0 | (codePoint >> 18);
        bytes[this.at++] = 0x80 | ((codePoint >> 12) & 0x3f);
      }
      bytes[this.at++] = 0x80 | ((codePoint >> 6) & 0x3f);
    }
    bytes[this.at++] = 0x80 | (codePoint & 0x3f);
  }

  private reserve(bytes: number): void {
    if (this.at + bytes > this.bytes.length) this.grow(bytes);
  }

  private grow(bytes: number): void {
    const larger = new WrittenText(Math.max(this.bytes.length * 2, this.at + bytes));
    this.bytes.copy(larger.bytes, 0, 0, this.at);
    this.written = larger;
    this.bytes = larger.bytes;
    this.view = larger.view;
  }
}
