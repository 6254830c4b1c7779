import { type ElementTag, WORD_BYTES } from "./element-tag.ts";
import { escaped } from "./escaping.ts";
import { isXmlCharacter } from "./xml/characters.ts";
import { type UsualForm, usualText } from "./usual-form.ts";
import { PlainValues } from "./xml/plain-values.ts";

const BYTES_AT_FIRST = 16_384;
// What a process keeps for its next request; larger ones are left to the garbage collector.
const BYTES_KEPT_MAX = 8_388_608;

// Writing more than this is worth a call into the engine.
const SHORT_CHARACTERS_MAX = 32;
// Of a UTF-16 code unit.
const UTF8_BYTES_MAX = 3;
const LESS = 0x3c;
const SLASH = 0x2f;
export const GREATER = 0x3e;
export const QUOTE = 0x22;

/** ASCII characters that stand for themselves: in character data, in an attribute's value. */
export const inText = standFor("\t\n", "&<>");
export const inValue = standFor("", '&<>"');

function standFor(controls: string, others: string): Uint8Array {
  return Uint8Array.from({ length: 0x80 }, (_, code) => {
    const character = String.fromCharCode(code);
    return Number((code >= 0x20 || controls.includes(character)) && !others.includes(character));
  });
}

// As long as an entity, or as a code point in UTF-8 or as a reference, gets.
const ESCAPED_BYTES_MAX = 6;

/** Values that were just written, as a reader will find them. */
class WrittenValues extends PlainValues {
  given = "";

  constructor(bytesMax: number) {
    const bytes = Buffer.allocUnsafeSlow(bytesMax);
    super(bytes, new DataView(bytes.buffer));
  }

  protected override string(): string {
    return this.given;
  }
}

let spare: WrittenValues | undefined;

/** XML being written: as UTF-8 from the start, so that nothing is made of it but the bytes to send. */
export class Utf8Writer {
  /** Where the next byte will be. */
  private at = 0;
  private written: WrittenValues;
  private bytes: Buffer;
  private view: DataView;

  constructor() {
    // Taken, not shared: a getter of a caller's object may begin another request while this one is being written.
    this.written = spare ?? new WrittenValues(BYTES_AT_FIRST);
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
    const { length } = xml;
    this.reserve(length * UTF8_BYTES_MAX);
    const { bytes, at } = this;
    if (length <= SHORT_CHARACTERS_MAX) {
      let i = 0;
      for (let character = 0; i < length && (character = xml.charCodeAt(i)) < 0x80; i++)
        bytes[at + i] = character;
      if (i === length) {
        this.at = at + length;
        return;
      }
    }
    this.at = at + bytes.write(xml, at);
  }

  /** One ASCII character. */
  byte(byte: number): void {
    this.reserve(1);
    this.bytes[this.at++] = byte;
  }

  /**
   * A start tag that may go on with attributes.
   * @returns where its name begins
   */
  tag({ words, length }: ElementTag): number {
    this.reserve(length + WORD_BYTES);
    const { view, at } = this;
    // The last word may be too long: what follows overwrites the rest.
    for (let i = 0; i < words.length; i++) view.setInt32(at + i * WORD_BYTES, words[i]!, true);
    this.at = at + length;
    return at + 1;
  }

  /** The end tag of the element whose name stands there. */
  endTag(nameStart: number, nameEnd: number): void {
    const length = nameEnd - nameStart;
    this.reserve(length + WORD_BYTES + 3);
    const { view, at } = this;
    view.setUint8(at, LESS);
    view.setUint8(at + 1, SLASH);
    for (let i = 0; i < length; i += WORD_BYTES)
      view.setInt32(at + 2 + i, view.getInt32(nameStart + i, true), true);
    view.setUint8(at + 2 + length, GREATER);
    this.at = at + length + 3;
  }

  /**
   * Text that stands for itself wherever it is, ASCII without controls, behind an ASCII character.
   * @returns the value a reader will find in it; `undefined`: it is other text, or in another form
   */
  plain(lead: number, text: string, form: UsualForm): unknown {
    const { length } = text;
    this.reserve(length + 2);
    const { bytes, written } = this;
    bytes[this.at] = lead;
    const at = this.at + 1;
    for (let i = 0; i < length; i++) {
      const character = text.charCodeAt(i);
      if (character > 0x7f || inValue[character] === 0) return undefined;
      bytes[at + i] = character;
    }
    const end = at + length;
    this.at = end;
    if (form === usualText) return text;
    // Where a reader stops. What follows overwrites it.
    bytes[end] = LESS;
    written.given = text;
    const value = written.read(form, at);
    return written.at === end ? value : undefined;
  }

  /**
   * Any text, escaped where it must be.
   * @param plain what stands for itself there: `inText` or `inValue`
   * @returns `false`: it holds what XML cannot carry, and only what stands before was written
   */
  escaped(text: string, plain: Uint8Array): boolean {
    const { length } = text;
    this.reserve(length);
    let { bytes, at } = this;
    for (let i = 0; i < length; i++) {
      const character = text.charCodeAt(i);
      if (character < 0x80 && plain[character] === 1) {
        bytes[at++] = character;
        continue;
      }
      const codePoint = text.codePointAt(i)!;
      if (!isXmlCharacter(codePoint)) return false;
      if (codePoint > 0xffff) i++;
      this.at = at;
      this.reserve(ESCAPED_BYTES_MAX + length - i);
      if (codePoint < 0x80) this.markup(escaped(text.charAt(i)));
      else this.beyondAscii(codePoint);
      ({ bytes, at } = this);
    }
    this.at = at;
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
    const larger = new WrittenValues(Math.max(this.bytes.length * 2, this.at + bytes));
    this.bytes.copy(larger.bytes, 0, 0, this.at);
    this.written = larger;
    this.bytes = larger.bytes;
    this.view = larger.view;
  }
}
