import { Decoder, type Glances, type Reads } from "./decoder.ts";
import type { Namespace } from "./namespace.ts";
import type { TextType } from "./text-type.ts";
import { BytePattern } from "./xml/byte-pattern.ts";
import { type Bridge, type KnownTag, learnBridge, predicted } from "./xml/known-tag.ts";
import { skipSpace, startsWith } from "./xml/markup.ts";
import { PassedText } from "./xml/passed-text.ts";
import type { PlainValues } from "./xml/plain-values.ts";
import type { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";

/** Thrown where the document goes on in a way it never did before. No error: somebody who looks carefully comes after. */
const SURPRISE = Symbol("surprise");

/**
 * Reads elements whose every tag is spelled as in documents before, by comparing bytes: from behind one value to the
 * beginning of the next at once. To be equal to what was found well-formed and valid in its place is to be so, too.
 * What is different is left to the careful decoder, from the start of the outermost element on, so this one explains
 * nothing.
 */
export class Glance extends Decoder implements Glances {
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private readonly values: PlainValues;
  private at = 0;
  /** The element whose start tag, or whose content, is all that lies before `at`. */
  private tag: KnownTag;
  /** Whether `at` is right behind its start tag. */
  private isInside = true;
  /** The way on from `at`, if it has been looked for. */
  private bridge: Bridge | undefined;
  private readonly around: KnownTag[] = [];
  private aroundCount = 0;
  private depth = 0;
  private elements = 0;
  /** Bytes that may yet be read twice. A document full of surprises costs twice its size at most. */
  private wasteLeft: number;

  constructor(xml: XmlReader, typeHints?: boolean) {
    super(xml, typeHints);
    this.bytes = xml.bytes;
    this.view = xml.view;
    this.values = xml.values;
    this.tag = xml.known;
    this.wasteLeft = this.bytes.length;
  }

  glance<T>(codec: Reads<T>): T | undefined {
    const { xml } = this;
    if (this.wasteLeft <= 0) return undefined;
    this.at = xml.at;
    this.tag = xml.known;
    this.isInside = true;
    this.bridge = undefined;
    this.aroundCount = 0;
    this.textOfElement = undefined;
    this.depth = xml.depth;
    this.elements = xml.elements;
    this.attributesRead = 0;
    try {
      const value = codec.read(this);
      if (this.elements > xml.limits.elementsMax) throw SURPRISE;
      if (!this.tag.selfClosing && !xml.endsAt(this.at)) throw SURPRISE;
      xml.endAt(this.at, this.elements);
      return value;
    } catch (error) {
      if (error !== SURPRISE && !(error instanceof XmlRefused)) throw error;
      // An attempt costs something even if it is given up at once.
      this.wasteLeft -= this.at - xml.at + ATTEMPT_BYTES;
      return undefined;
    }
  }

  override get reader(): never {
    throw SURPRISE;
  }

  protected override get known(): KnownTag {
    return this.tag;
  }

  override sees(namespace: Namespace, local: string): boolean {
    const { next } = this.bridge ?? this.look();
    return next !== undefined && next.local === local && next.uri === namespace.uri;
  }

  override one<T>(namespace: Namespace, local: string, codec: Reads<T>): T {
    const bridge = this.bridge ?? this.look();
    const { next } = bridge;
    if (next === undefined || next.local !== local || next.uri !== namespace.uri) throw SURPRISE;
    return this.cross(bridge, next, codec);
  }

  override optional<T>(namespace: Namespace, local: string, codec: Reads<T>): T | undefined {
    const bridge = this.bridge ?? this.look();
    const { next } = bridge;
    if (next === undefined || next.local !== local || next.uri !== namespace.uri) return undefined;
    return this.cross(bridge, next, codec);
  }

  override many<T>(
    namespace: Namespace,
    local: string,
    codec: Reads<T>,
    countMin: number,
    countMax: number,
  ): T[] {
    const values: T[] = [];
    for (;;) {
      const bridge = this.bridge ?? this.look();
      const { next } = bridge;
      if (next === undefined || next.local !== local || next.uri !== namespace.uri) break;
      if (values.length === countMax) throw SURPRISE;
      values[values.length] = this.cross(bridge, next, codec);
    }
    if (values.length < countMin) throw SURPRISE;
    return values;
  }

  override open(type: Namespace, local: string): void {
    this.endAttributes(type.uri, local);
    const { depthMax, elementsMax } = this.xml.limits;
    // Children would be one deeper.
    if (this.depth + this.aroundCount >= depthMax || this.elements > elementsMax) throw SURPRISE;
    this.around[this.aroundCount++] = this.tag;
  }

  override close(): void {
    const { length, next } = this.bridge ?? this.look();
    if (next !== undefined) throw SURPRISE;
    this.at += length;
    this.bridge = undefined;
    this.isInside = false;
    this.tag = this.around[--this.aroundCount]!;
  }

  override takeNil(): boolean {
    const { tag } = this;
    if (tag.isBare || !this.saysNil()) return false;
    if (!tag.selfClosing || tag.attributes.length > 1) throw SURPRISE;
    this.isInside = false;
    return true;
  }

  protected override content<T>(textType: TextType<T>): T {
    const { usual } = textType;
    const value = usual === undefined || this.tag.selfClosing ? undefined : this.values.read(usual, this.at);
    if (value !== undefined) {
      const { end } = this.values;
      // Plain text may go on behind a reference or in a CDATA section.
      if (this.bytes[end] === 0x3c && this.bytes[end + 1] === 0x2f) {
        if (end - this.at > this.xml.limits.textBytesMax) throw SURPRISE;
        this.endText(end);
        return value as T;
      }
    }
    return this.valueOf(textType, this.text());
  }

  /** The same for all elements with this tag, so it is found out once. */
  protected override endAttributes(uri: string, local: string): void {
    const { tag } = this;
    if (tag.attributes.length === this.attributesRead) return;
    if (this.attributesRead > 0) super.endAttributes(uri, local);
    else if (tag.fitsLocal !== local || tag.fitsUri !== uri) {
      super.endAttributes(uri, local);
      tag.fitsUri = uri;
      tag.fitsLocal = local;
    }
  }

  protected override typeName(): { readonly uri: string; readonly local: string } | null {
    const { tag } = this;
    if (tag.attributes.length === 0) return null;
    if (tag.typeName === undefined) throw SURPRISE;
    return tag.typeName;
  }

  protected override valueOf<T>(textType: TextType<T>, text: string): T {
    const value = textType.parse(text, this.xml);
    if (value === undefined) throw SURPRISE;
    return value;
  }

  override broken(): never {
    throw SURPRISE;
  }

  /** The text from `at` on, whatever it is made of. */
  private text(): string {
    const { bytes, tag } = this;
    let { at } = this;
    if (tag.selfClosing) {
      this.isInside = false;
      return "";
    }
    const passed = new PassedText(bytes, this.xml.limits.textBytesMax);
    for (;;) {
      at = passed.passText(at);
      if (bytes[at + 1] === 0x2f) break;
      if (!startsWith(bytes, at, "<![CDATA[")) throw SURPRISE;
      at = passed.passCdata(at + 9);
    }
    this.endText(at);
    return passed.text;
  }

  private endText(at: number): void {
    this.at = at;
    this.isInside = false;
    this.bridge = undefined;
  }

  private cross<T>({ length }: Bridge, next: KnownTag, codec: Reads<T>): T {
    this.elements++;
    this.at += length;
    this.tag = next;
    this.isInside = true;
    this.bridge = undefined;
    const { textType } = codec;
    if (textType !== undefined && next.isBare) return this.content(textType);
    this.attributesRead = 0;
    return codec.read(this);
  }

  /** Finds the way on from `at`. */
  private look(): Bridge {
    const { tag, at } = this;
    const { view } = this;
    const { length } = this.bytes;
    const bridges = this.isInside ? tag.bridgesInside : tag.bridgesAfter;
    for (let i = 0; i < bridges.length; i++) {
      const bridge = bridges[i]!;
      if (bridge.bytes.isAt(view, at, length)) return (this.bridge = bridge);
    }
    return (this.bridge = this.learn(bridges));
  }

  private learn(bridges: Bridge[]): Bridge {
    const { bytes, tag, at, isInside } = this;
    const { view } = this;
    if (isInside && tag.selfClosing) return NOTHING_INSIDE;
    const ended = isInside || tag.selfClosing ? undefined : tag.endBytes!;
    if (ended?.isAt(view, at, bytes.length) === false) throw SURPRISE;
    const to = skipSpace(bytes, at + (ended?.length ?? 0));
    const isEnd = bytes[to] === 0x3c && bytes[to + 1] === 0x2f;
    const next = isEnd ? undefined : predicted(isInside ? tag.inside : tag.after, view, to, bytes.length);
    if (!isEnd && (next === undefined || next.declarations.length > 0)) throw SURPRISE;
    // The first two bytes of an end tag tell it from any other; whose it is is seen when it is passed.
    const seen = next === undefined ? 2 : next.length;
    const length = next === undefined ? to - at : to - at + seen;
    return learnBridge(bridges, bytes.subarray(at, to + seen), length, next);
  }
}

/** From `<a/>` nothing leads further inside. */
const NOTHING_INSIDE: Bridge = { bytes: new BytePattern(Buffer.alloc(0)), length: 0, next: undefined };

// What an attempt costs that is given up at once, counted as bytes.
const ATTEMPT_BYTES = 256;
