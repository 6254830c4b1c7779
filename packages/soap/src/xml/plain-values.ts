import { EXACT_DIGITS_MAX, type UsualForm } from "../usual-form.ts";
import { byteClass, TEXT_STOP } from "./characters.ts";
import { Latin1Window } from "./latin1-window.ts";

// V8 copies slices up to this length (`SlicedString::kMinLength` is 13). A longer one would be a view that keeps far
// more alive.
const COPIED_CHARACTERS_MAX = 12;

const ZERO = 0x30;
const POWERS_OF_TEN = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** Values in their usual forms, read from a document's bytes where they stand: from behind a `>` up to the next `<`. */
export class PlainValues {
  /** Where the value read last ends. */
  at = 0;

  protected found = 0;
  readonly bytes: Buffer;
  readonly view: DataView;
  private readonly latin1: Latin1Window;

  constructor(bytes: Buffer, view: DataView, latin1 = new Latin1Window(bytes)) {
    this.bytes = bytes;
    this.view = view;
    this.latin1 = latin1;
  }

  /** The value that begins at `start`; `undefined`: another form. */
  read(form: UsualForm, start: number): unknown {
    switch (form.kind) {
      case "text":
        return this.asciiOrAny(form, start);
      case "digits":
        return this.isNumber(form, start) ? this.string(start, this.at) : undefined;
      case "number":
        return this.isNumber(form, start) ? this.found : undefined;
      case "listed":
        return this.option(form, start);
      case "collapsed":
        return this.isCollapsed(start) ? this.asciiOrAny(form, start) : undefined;
      case "dateTime":
        return this.isMoment(start, true) ? this.string(start, this.at) : undefined;
      case "date":
        return this.isMoment(start, false) ? this.string(start, this.at) : undefined;
      default:
        return this.truth(start);
    }
  }

  protected asciiOrAny({ lengthMin, lengthMax }: UsualForm, start: number): string | undefined {
    const { bytes } = this;
    const { length } = bytes;
    let end = start;
    let byte = 0;
    let all = 0;
    while (end < length && (byteClass[(byte = bytes[end]!)]! & TEXT_STOP) === 0) {
      all |= byte;
      end++;
    }
    this.at = end;
    if (all >= 0x80) {
      return lengthMin === 0 && lengthMax === Infinity ? this.beyondAscii(start, end) : undefined;
    }
    return end - start >= lengthMin && end - start <= lengthMax ? this.string(start, end) : undefined;
  }

  /** Where it is short, letters of Latin-1 are put between pieces of ASCII: half the time of decoding it. */
  private beyondAscii(start: number, end: number): string {
    const { bytes } = this;
    if (end - start > 2 * COPIED_CHARACTERS_MAX) return bytes.toString("utf8", start, end);
    let text = "";
    let from = start;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < 0x80) continue;
      if (byte !== 0xc2 && byte !== 0xc3) return bytes.toString("utf8", start, end);
      // `110000ab 10cdefgh` is `abcdefgh`.
      const letter = ((byte & 3) << 6) | (bytes[at + 1]! & 0x3f);
      if (at > from) text += this.string(from, at);
      text += LATIN1[letter]!;
      from = ++at + 1;
    }
    return from < end ? text + this.string(from, end) : text;
  }

  protected isCollapsed(start: number): boolean {
    const { bytes } = this;
    let before = 0x20;
    let at = start;
    for (let byte = bytes[at]; byte !== 0x3c; byte = bytes[++at]) {
      if (byte === undefined || byte < 0x20 || (byte === 0x20 && before === 0x20)) return false;
      before = byte;
    }
    return before !== 0x20 || at === start;
  }

  /** Leaves the number in `found`, if anything depends on it. */
  protected isNumber(form: UsualForm, start: number): boolean {
    const { bytes } = this;
    const isNegative = bytes[start] === 0x2d;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let value = 0;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
      value = value * 10 + digit;
    }
    let digits = at - first;
    let fraction = 0;
    if (digits === 0) return false;
    if (bytes[at] === 0x2e) {
      const point = at++;
      for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) {
        value = value * 10 + digit;
      }
      fraction = at - point - 1;
      if (fraction === 0 || fraction > form.fractionMax) return false;
      digits += fraction;
    }
    if (bytes[at] !== 0x3c || digits > form.digitsMax) return false;
    this.at = at;
    if (!form.isBounded && form.kind === "digits") return true;
    if (digits > EXACT_DIGITS_MAX) return false;
    // Both are exact, so their quotient is the nearest number there is: exactly what `Number` says.
    if (fraction > 0) value /= POWERS_OF_TEN[fraction]!;
    // Only a type that may have a fraction has a negative zero.
    if (isNegative) value = form.fractionMax > 0 ? -value : 0 - value;
    this.found = value;
    return value >= form.min && value > form.above && value <= form.max && value < form.below;
  }

  protected option({ options }: UsualForm, start: number): unknown {
    const { bytes, view } = this;
    for (let i = 0; i < options.length; i++) {
      const { text, value } = options[i]!;
      if (!text.isAt(view, start, bytes.length)) continue;
      this.at = start + text.length - 1;
      return value;
    }
    return undefined;
  }

  protected truth(start: number): boolean | undefined {
    const { bytes, view } = this;
    const first = bytes[start];
    const isWord = first === 0x74 ? 4 : first === 0x66 ? 5 : 1;
    if (bytes[start + isWord] !== 0x3c) return undefined;
    this.at = start + isWord;
    if (first === 0x31) return true;
    if (first === 0x30) return false;
    if (isWord === 4 && view.getInt32(start, true) === TRUE) return true;
    return isWord === 5 && view.getInt32(start + 1, true) === ALSE ? false : undefined;
  }

  /** The 29th of February is left to the calendar. */
  protected isMoment(start: number, withTime: boolean): boolean {
    const { bytes } = this;
    if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return false;
    const month = this.pair(start + 5);
    const day = this.pair(start + 8);
    const inCalendar =
      this.pair(start) >= 10 &&
      this.pair(start + 2) >= 0 &&
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      // Odd months up to July and even ones from August on are the long ones.
      day <= (month === 2 ? 28 : 30 + ((month + (month >> 3)) & 1));
    if (!inCalendar) return false;
    const zone = withTime ? this.timeEnd(start + 10) : start + 10;
    return zone !== 0 && this.isZone(zone);
  }

  /** Where the time whose `T` stands at `at` ends; 0: it is none. */
  private timeEnd(at: number): number {
    const { bytes } = this;
    const inClock =
      bytes[at] === 0x54 &&
      bytes[at + 3] === 0x3a &&
      bytes[at + 6] === 0x3a &&
      this.pair(at + 1) <= 23 &&
      this.pair(at + 4) <= 59 &&
      this.pair(at + 7) <= 59;
    if (!inClock) return 0;
    let end = at + 9;
    if (bytes[end] !== 0x2e) return end;
    const point = end++;
    while (isDigit(bytes[end]!)) end++;
    return end === point + 1 ? 0 : end;
  }

  /** Nothing, `Z`, or `+01:00` from `at` on. */
  private isZone(at: number): boolean {
    const { bytes } = this;
    const sign = bytes[at];
    if (sign === 0x3c) this.at = at;
    else if (sign === 0x5a) this.at = at + 1;
    else {
      const isOffset =
        (sign === 0x2b || sign === 0x2d) &&
        bytes[at + 3] === 0x3a &&
        this.pair(at + 1) <= 13 &&
        this.pair(at + 4) <= 59;
      if (!isOffset) return false;
      this.at = at + 6;
    }
    return bytes[this.at] === 0x3c;
  }

  /** Two digits as a number; NaN, which compares as false, when they are none. */
  private pair(at: number): number {
    const tens = this.bytes[at]!;
    const ones = this.bytes[at + 1]!;
    return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
  }

  /** ASCII. Made of pieces that are copied where that is quicker than asking for a copy. */
  protected string(start: number, end: number): string {
    const { latin1 } = this;
    const length = end - start;
    if (length <= COPIED_CHARACTERS_MAX) return latin1.slice(start, end);
    if (length > 2 * COPIED_CHARACTERS_MAX) return this.bytes.toString("latin1", start, end);
    const middle = start + COPIED_CHARACTERS_MAX;
    return latin1.slice(start, middle) + latin1.slice(middle, end);
  }
}

const LATIN1 = Array.from({ length: 0x100 }, (_, code) => String.fromCharCode(code));

const word = (text: string): number => Buffer.from(text).readInt32LE(0);
const TRUE = word("true");
const ALSE = word("alse");

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 0x39;
