import type { PrefixScope, TextType } from "./text-type.ts";
import { byteClass, VALUE_STOP } from "./xml/characters.ts";
import type { Latin1Window } from "./xml/latin1-window.ts";
import { startsWith } from "./xml/markup.ts";
import { PassedText } from "./xml/passed-text.ts";
import { PlainValues } from "./xml/plain-values.ts";

/** Thrown where bytes are not the expected ones. No error: somebody who looks carefully comes after. */
export const SURPRISE = Symbol("surprise");

/** Reads values where generated code expects them, and counts the elements they are in. */
export class ExpectedValues extends PlainValues {
  protected elements = 0;
  protected readonly textBytesMax: number;
  private readonly scope: PrefixScope;

  constructor(bytes: Buffer, view: DataView, latin1: Latin1Window, scope: PrefixScope, textBytesMax: number) {
    super(bytes, view, latin1);
    this.scope = scope;
    this.textBytesMax = textBytesMax;
  }

  /** What an element without content says. */
  parsed<T>(type: TextType<T>, text: string): T {
    const value = type.parse(text, this.scope);
    if (value === undefined) throw SURPRISE;
    return value;
  }

  /** The value between `start` and the next quote, behind which it goes on. */
  attribute<T>(type: TextType<T>, start: number): T {
    const { bytes } = this;
    let end = start;
    let all = 0;
    for (; end < bytes.length && (byteClass[bytes[end]!]! & VALUE_STOP) === 0; end++) all |= bytes[end]!;
    this.at = end;
    if (bytes[end] !== 0x22 || all >= 0x80) throw SURPRISE;
    const value = this.parsed(type, this.token(start));
    this.at++;
    return value;
  }

  // The value between `start` and an end tag, by the usual form of its type.

  text<T>(type: TextType<T>, start: number): T {
    this.elements++;
    return this.orUnusual(type, start, this.asciiOrAny(type.usual!, start));
  }

  collapsed<T>(type: TextType<T>, start: number): T {
    this.elements++;
    const isCollapsed = this.isCollapsed(start);
    return this.orUnusual(type, start, isCollapsed ? this.asciiOrAny(type.usual!, start) : undefined);
  }

  digits<T>(type: TextType<T>, start: number): T {
    this.elements++;
    if (!this.isNumber(type.usual!, start)) return this.unusual(type, start);
    return this.token(start) as T;
  }

  number<T>(type: TextType<T>, start: number): T {
    this.elements++;
    return this.isNumber(type.usual!, start) ? (this.found as T) : this.unusual(type, start);
  }

  boolean<T>(type: TextType<T>, start: number): T {
    this.elements++;
    return (this.truth(start) as T | undefined) ?? this.unusual(type, start);
  }

  date<T>(type: TextType<T>, start: number): T {
    this.elements++;
    return this.isMoment(start, false) ? (this.token(start) as T) : this.unusual(type, start);
  }

  dateTime<T>(type: TextType<T>, start: number): T {
    this.elements++;
    return this.isMoment(start, true) ? (this.token(start) as T) : this.unusual(type, start);
  }

  listed<T>(type: TextType<T>, start: number): T {
    this.elements++;
    const value = this.option(type.usual!, start);
    if (value === undefined) return this.unusual(type, start);
    this.checkLength(start);
    return value as T;
  }

  /** Of a type that has no usual form. */
  value<T>(type: TextType<T>, start: number): T {
    this.elements++;
    return this.unusual(type, start);
  }

  private checkLength(start: number): void {
    if (this.at - start > this.textBytesMax) throw SURPRISE;
  }

  /** Of the text up to where the value ends. */
  private token(start: number): string {
    this.checkLength(start);
    return this.string(start, this.at);
  }

  /** Plain text may go on behind a reference or in a CDATA section. */
  private orUnusual<T>(type: TextType<T>, start: number, text: string | undefined): T {
    const { bytes, at } = this;
    if (text === undefined || bytes[at] !== 0x3c || bytes[at + 1] !== 0x2f) return this.unusual(type, start);
    this.checkLength(start);
    return text as T;
  }

  /** The same of text in any form. */
  private unusual<T>(type: TextType<T>, start: number): T {
    const { bytes } = this;
    const passed = new PassedText(bytes, this.textBytesMax);
    this.at = passed.passText(start);
    while (bytes[this.at + 1] !== 0x2f) {
      if (!startsWith(bytes, this.at, "<![CDATA[")) throw SURPRISE;
      this.at = passed.passCdata(this.at + 9);
      this.at = passed.passText(this.at);
    }
    return this.parsed(type, passed.text);
  }
}
