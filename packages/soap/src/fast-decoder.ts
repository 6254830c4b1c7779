import { ContractBroken } from "@portico/core";
import { ExpectedValues, SURPRISE } from "./expected-values.ts";
import { type Namespace, XSI } from "./namespace.ts";
import { declarationsEnd, skipSpace, startsWith } from "./xml/markup.ts";
import type { TextType } from "./text-type.ts";
import type { Place, XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";
import { TagPrefix } from "./xml/tag-prefix.ts";

/** Reads an element whose bytes are the expected ones, from `start` to its end tag, where it leaves `from.at`. */
export type FastRead<T> = (from: FastDecoder, start: number) => T;

/** Reads the element that the reader of another decoder stands on the careful way, to its end tag. */
export type Careful = <T>(codec: CarefulRead<T>, xml: XmlReader, fast: FastDecoder) => T;

export interface CarefulRead<T> {
  // Of the careful decoder, which knows this one.
  read(from: never): T;
}

/** What is generated beside the careful reader of a type. */
export interface FastReads<T> {
  /** Begins behind the start tag, which says nothing but a name. */
  readonly fastContent?: FastRead<T>;
  /** Begins behind the name in the start tag. */
  readonly fastElement?: FastRead<T>;
}

// What an attempt costs that is given up at once, counted as bytes.
const ATTEMPT_BYTES = 256;
/** Longer names, and elements with more attributes, are never expected. */
export const FAST_NAME_BYTES_MAX = 128;
export const FAST_ATTRIBUTES_MAX = 16;
const FAST_TEXT_BYTES_MIN = 32;

/**
 * What generated code reads with that expects the very bytes a contract and the prefixes of a document predict. To be
 * equal to what is well-formed and valid in its place is to be so, too. What is different is left to the careful
 * decoder, from the start of the outermost element on, so this one explains nothing.
 */
export class FastDecoder extends ExpectedValues {
  private readonly xml: XmlReader;
  private readonly careful: Careful;
  private readonly depthMax: number;
  private depth = 0;
  /** Bytes that may yet be read twice. A document full of surprises costs twice its size at most. */
  private wasteLeft: number;
  /** Whether another one is waiting for what is read around here. */
  private isOnDetour = false;
  /** Where the reader stood before it went to the elements around here that declare something, outermost first. */
  private readonly places: Place[] = [];

  // What the prefixes in force stand for.
  private scopeVersion = -1;
  private hasDefaultNamespace = false;
  private readonly prefixes = new Map<string, TagPrefix | undefined>();
  private lastUri: string | undefined;
  private lastPrefix: TagPrefix | undefined;
  private xsi: TagPrefix | undefined;

  constructor(xml: XmlReader, careful: Careful) {
    const { nameBytesMax, attributesMax, textBytesMax, depthMax } = xml.limits;
    super(xml.bytes, xml.view, xml.latin1, xml, textBytesMax);
    this.xml = xml;
    this.careful = careful;
    this.depthMax = depthMax;
    const isRoomy =
      nameBytesMax >= FAST_NAME_BYTES_MAX &&
      attributesMax > FAST_ATTRIBUTES_MAX &&
      textBytesMax >= FAST_TEXT_BYTES_MIN;
    this.wasteLeft = isRoomy ? xml.bytes.length : 0;
  }

  /** Reads the element the reader stands on and moves to its end. `undefined`: a surprise; nothing has moved. */
  element<T>(codec: FastReads<T>): T | undefined {
    const { xml } = this;
    const { fastElement } = codec;
    if (fastElement === undefined) return xml.attributes.length > 0 ? undefined : this.content(codec);
    return xml.known.declarations.length > 0 ? undefined : this.attempt(fastElement, xml.nameEnd);
  }

  /** The same of an element whose start tag needs no reading any more. */
  content<T>({ fastContent }: FastReads<T>): T | undefined {
    return fastContent === undefined ? undefined : this.attempt(fastContent, this.xml.at);
  }

  private attempt<T>(read: FastRead<T>, start: number): T | undefined {
    const { xml } = this;
    const { known, limits } = xml;
    if (this.wasteLeft <= 0 || known.selfClosing) return undefined;
    this.at = start;
    this.depth = xml.depth - 1;
    this.elements = xml.elements - 1;
    if (this.scopeVersion !== xml.scope.version) this.enterScope();
    try {
      const value = read(this, start);
      if (this.elements > limits.elementsMax || !xml.endsAt(this.at)) throw SURPRISE;
      xml.endAt(this.at, this.elements);
      return value;
    } catch (error) {
      if (!isSurprise(error)) throw error;
      const [place] = this.places.splice(0);
      if (place !== undefined) xml.comeBack(place);
      this.wasteLeft -= this.at - start + ATTEMPT_BYTES;
      // Whoever reads around this would read it again, and whoever reads around that: the outermost does, once.
      if (this.isOnDetour && this.wasteLeft <= 0) throw SURPRISE;
      return undefined;
    }
  }

  /** Goes into an element with elements inside. */
  enter(): void {
    this.elements++;
    // Children are one deeper.
    if (++this.depth >= this.depthMax) throw SURPRISE;
  }

  /** Out again; its end tag is at `at`. */
  leave(at: number): void {
    if (this.places.length > 0 && this.depth === this.xml.depth) this.comeBack();
    this.depth--;
    this.at = at;
  }

  /**
   * Where the element begins inside whose start tag at `at` says nothing but this name and declarations, which are in
   * force until it is left; 0: it is not there.
   */
  declares(tags: TagPrefix, local: string, at: number): number {
    const nameEnd = this.nameEndAt(tags, local, at);
    if (nameEnd === 0) return 0;
    const end = this.passedDeclarations(nameEnd);
    if (end === nameEnd || this.bytes[end] !== 0x3e) return 0;
    this.goTo(nameEnd);
    return end + 1;
  }

  /**
   * Behind the declarations at `at` in a start tag, which are in force until its element is left; `at` where there are none.
   * @param nameEnd where its name ends
   */
  declarations(at: number, nameEnd: number): number {
    const end = this.passedDeclarations(at);
    if (end !== at && !this.standsOn(nameEnd)) this.goTo(nameEnd);
    return end;
  }

  private passedDeclarations(at: number): number {
    return (this.at = declarationsEnd(this.bytes, at));
  }

  private standsOn(nameEnd: number): boolean {
    return this.places.length > 0 && this.xml.nameEnd === nameEnd;
  }

  private goTo(nameEnd: number): void {
    const { xml } = this;
    this.places.push(xml.place);
    xml.elements = this.elements;
    const isMeant = xml.visit(this.bytes.lastIndexOf(0x3c, nameEnd), nameEnd, this.depth + 1);
    if (!isMeant || xml.known.selfClosing) throw SURPRISE;
    this.enterScope();
  }

  private comeBack(): void {
    this.xml.comeBack(this.places.pop()!);
    this.enterScope();
  }

  /** How tags of this namespace begin here. */
  tagsOf({ uri }: Namespace): TagPrefix {
    return (uri === this.lastUri ? this.lastPrefix : this.prefixOf(uri)) ?? TagPrefix.absent;
  }

  /** The same of elements in no namespace. */
  tagsOfNone(): TagPrefix {
    if (this.hasDefaultNamespace) throw SURPRISE;
    return UNPREFIXED;
  }

  /** Where the local name begins of a type in this namespace that ` xsi:type="` at `at` names; 0: it does not. */
  typeAt({ uri }: Namespace, at: number): number {
    const { view, bytes, xsi } = this;
    const { length } = bytes;
    if (xsi?.typeAttribute.isAt(view, at, length) !== true) return 0;
    const start = at + xsi.typeAttribute.length;
    const prefix = uri === this.lastUri ? this.lastPrefix : this.prefixOf(uri);
    if (prefix?.inValue.isAt(view, start, length) === true) return start + prefix.inValue.length;
    // By another prefix than the usual one, or none.
    const colon = bytes.subarray(start, start + FAST_NAME_BYTES_MAX).indexOf(0x3a);
    return this.xml.uriOf(bytes.toString("utf8", start, start + colon)) === uri ? start + colon + 1 : 0;
  }

  /** Reads, carefully, an element in whose start tag something is not as expected behind the name, where `start` is. */
  carefully<T>(codec: CarefulRead<T>, start: number): T {
    const { xml } = this;
    if (this.standsOn(start)) this.comeBack();
    const fast = new FastDecoder(xml, this.careful);
    fast.isOnDetour = true;
    fast.wasteLeft = this.wasteLeft;
    const { place } = xml;
    xml.elements = this.elements;
    const begins = this.bytes.lastIndexOf(0x3c, start);
    let wasted = true;
    try {
      const isMeant = xml.visit(begins, start, this.depth + 1);
      if (!isMeant || xml.known.selfClosing) throw SURPRISE;
      const value = this.careful(codec, xml, fast);
      this.at = xml.endTagAt;
      this.elements = xml.elements;
      wasted = false;
      return value;
    } finally {
      this.wasteLeft = fast.wasteLeft - (wasted ? Math.max(0, xml.at - begins) : 0);
      xml.comeBack(place);
    }
  }

  /** Past the white space at `at`, behind which must be a tag. */
  space(at: number): number {
    const to = (this.at = skipSpace(this.bytes, at));
    if (this.bytes[to] !== 0x3c || to - at > this.textBytesMax) throw SURPRISE;
    return to;
  }

  /** Whether `<p:local/>` is at `at`. */
  isEmpty(tags: TagPrefix, local: string, at: number): boolean {
    const end = this.nameEndAt(tags, local, at);
    return end !== 0 && this.closesItself(end);
  }

  /** What `<p:local/>` at `at` says, which must be there. */
  empty<T>(type: TextType<T>, tags: TagPrefix, local: string, at: number): T {
    if (!this.isEmpty(tags, local, at)) throw SURPRISE;
    return this.parsed(type, "");
  }

  /** Whether `<p:local xsi:nil="true"/>` is at `at`. */
  isNil(tags: TagPrefix, local: string, at: number): boolean {
    const end = this.nameEndAt(tags, local, at);
    const nil = this.xsi?.nilAttribute;
    return (
      end !== 0 &&
      nil?.isAt(this.view, end, this.bytes.length) === true &&
      this.closesItself(end + nil.length)
    );
  }

  private closesItself(end: number): boolean {
    const { bytes } = this;
    const slash = bytes[end] === 0x20 ? end + 1 : end;
    if (bytes[slash] !== 0x2f || bytes[slash + 1] !== 0x3e) return false;
    this.elements++;
    this.at = slash + 2;
    return true;
  }

  /** Where this name ends that begins at `at` with its `<`; 0: there is another. */
  private nameEndAt(tags: TagPrefix, local: string, at: number): number {
    const name = at + tags.openLength;
    return startsWith(this.bytes, name, local) && tags.opens(this.view, at) ? name + local.length : 0;
  }

  private enterScope(): void {
    const { xml } = this;
    this.scopeVersion = xml.scope.version;
    this.hasDefaultNamespace = xml.uriOf("") !== "";
    this.prefixes.clear();
    this.xsi = this.prefixOf(XSI);
    this.lastUri = undefined;
  }

  /** `undefined`: nothing stands for this namespace, or nothing short. */
  private prefixOf(uri: string): TagPrefix | undefined {
    if (!this.prefixes.has(uri)) {
      const prefix = this.xml.prefixOf(uri);
      this.prefixes.set(uri, prefix === undefined ? undefined : TagPrefix.of(prefix));
    }
    this.lastUri = uri;
    return (this.lastPrefix = this.prefixes.get(uri));
  }
}

const UNPREFIXED = TagPrefix.of("")!;

/** A view has no bytes beyond the end of a document that is cut off. */
const isSurprise = (error: unknown): boolean =>
  error === SURPRISE ||
  error instanceof XmlRefused ||
  error instanceof ContractBroken ||
  error instanceof RangeError;
