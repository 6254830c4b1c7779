import { lacksDateRule } from "./dates.ts";
import type { ElementTag } from "./element-tag.ts";
import { SoapInputInvalid } from "./input-invalid.ts";
import type { Attachments } from "./mtom/attachments.ts";
import type { NameTest } from "./name-tests.ts";
import { type Namespace, xmlNamespace, XSI } from "./namespace.ts";
import { isOtherAttribute, type OtherAttribute } from "./other-attributes.ts";
import { MessagePath } from "./message-path.ts";
import type { DateText, TextType } from "./text-type.ts";
import { GREATER, inText, inValue, QUOTE, Utf8Writer } from "./utf8-writer.ts";
import { isXmlName } from "./xml/characters.ts";
import { defaultXmlLimits } from "./xml/limits.ts";

export interface Writes<T> {
  /** Set by codecs of one simple type: what `write` writes is a value of this type and nothing else. */
  readonly textType?: TextType<T>;
  /** Writes attributes and content of the element that was just begun. */
  write(to: Encoder, value: T): void;
}

export interface WritingRules {
  /** How a `Date` is written. Default: it is refused. */
  readonly dates?: DateText | undefined;
  /** Takes the bytes that go beside the message. Default: they are in it, as base64. */
  readonly attachments?: Attachments | undefined;
}

/**
 * What generated code writes a request with: order comes from the calls, checks from the schema, escaping from here.
 * The prefixes of all namespaces, and `xsi`, must be declared around what it writes.
 * @throws {SoapInputInvalid}
 */
export class Encoder {
  private readonly out = new Utf8Writer();
  /** The start tag in `out` lacks its `>`: attributes may follow. */
  private tagIsOpen = false;
  private readonly path = new MessagePath();
  private prefixesMade = 0;
  /** What the text of the element being written is written as, where its declaration says more than its type. */
  textOfElement: TextType<unknown> | undefined;
  /** How a `Date` is written; `undefined`: nobody said, and it is refused. */
  readonly dates: DateText | undefined;
  private readonly attachments: Attachments | undefined;

  constructor({ dates, attachments }: WritingRules = {}) {
    this.dates = dates;
    this.attachments = attachments;
  }

  one<T>(tag: ElementTag, value: T | undefined, codec: Writes<T>): void {
    if (value === undefined) throw this.invalid("A required value is missing", tag.local);
    this.element(tag, 0, value, codec);
  }

  optional<T>(tag: ElementTag, value: T | undefined, codec: Writes<T>): void {
    if (value !== undefined) this.element(tag, 0, value, codec);
  }

  many<T>(
    tag: ElementTag,
    values: readonly T[] | undefined,
    codec: Writes<T>,
    countMin: number,
    countMax: number,
  ): void {
    this.count(tag.local, values, countMin, countMax);
    for (let i = 0; i < values.length; i++) this.element(tag, i + 1, values[i]!, codec);
  }

  /** Refuses unless it is an array, without holes, of as many values as there may be. */
  count<T>(
    step: string,
    values: readonly T[] | undefined,
    countMin: number,
    countMax: number,
  ): asserts values is readonly T[] {
    if (!Array.isArray(values)) throw this.invalid("An array is needed", step);
    if (values.length < countMin) throw this.invalid(`At least ${countMin} elements are needed`, step);
    if (values.length > countMax) throw this.invalid(`At most ${countMax} elements are allowed`, step);
    // `includes` takes a hole for `undefined`; `indexOf` skips it.
    if (values.includes(undefined)) {
      const hole = values.findIndex((value) => value === undefined);
      throw this.invalid("A hole in an array", `${step}[${hole + 1}]`);
    }
  }

  /** Refuses what is not an object with these properties at most. */
  object(value: object, known: ReadonlySet<string>): void {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.invalid("An object is needed");
    // The quickest way through an object's keys; it shows inherited ones, too.
    for (const key in value) {
      if (!known.has(key) && Object.hasOwn(value, key))
        throw this.invalid("A property the contract does not know", key);
    }
  }

  /** Refuses unless exactly one alternative of a choice, each a list of values, is there (or none, if that is allowed). */
  choice(names: string, alternatives: readonly boolean[], noneAllowed: boolean): void {
    let given = 0;
    for (let i = 0; i < alternatives.length; i++) if (alternatives[i] === true) given++;
    if (given > 1) throw this.invalid("More than one alternative of a choice", names);
    if (given === 0 && !noneAllowed) throw this.invalid("No alternative of a choice", names);
  }

  attribute<T>(namespace: Namespace, local: string, value: T | undefined, scalar: TextType<T>): void {
    if (value === undefined) throw this.invalid("A required value is missing", `@${local}`);
    const { out } = this;
    const before = out.position;
    this.attributeName(namespace.prefix, local);
    if (this.usual(scalar, value, QUOTE)) out.byte(QUOTE);
    else {
      // Printing may declare a namespace first.
      out.backTo(before);
      const step = `@${local}`;
      this.rawAttribute(namespace.prefix, local, this.print(scalar, value, step), step);
    }
  }

  optionalAttribute<T>(namespace: Namespace, local: string, value: T | undefined, scalar: TextType<T>): void {
    if (value !== undefined) this.attribute(namespace, local, value, scalar);
  }

  text<T>(own: TextType<T>, value: T): void {
    const scalar = this.textOfElement ?? own;
    if (this.usual(scalar, value, GREATER)) this.tagIsOpen = false;
    else {
      const text = this.print(scalar, value);
      if (text === "") return;
      this.endTag();
      const beside = scalar.isBase64 === true ? this.attachments?.take(bytesOf(value, text)) : undefined;
      if (beside !== undefined) this.out.markup(beside);
      else if (!this.out.escaped(text, inText)) throw this.unwritable();
    }
  }

  /** Writes a value in the form nearly everybody uses, behind `lead`. `false`: it is another one, or none. */
  private usual<T>({ usual }: TextType<T>, value: T, lead: number): boolean {
    if (usual === undefined) return false;
    const isPrinted = typeof value === "number" || typeof value === "boolean";
    const text = typeof value === "string" ? value : isPrinted ? String(value) : "";
    if (text === "") return false;
    const { out } = this;
    const before = out.position;
    if (Object.is(out.plain(lead, text, usual), value)) return true;
    out.backTo(before);
    return false;
  }

  /** Refuses what cannot say which of its possible types it is of. */
  typed(value: { readonly $type: string }): void {
    if (typeof value !== "object" || value === null) throw this.invalid("An object is needed");
    if (value.$type === undefined) throw this.invalid("A required value is missing", "$type");
  }

  /** Says which of its possible types the element is of. */
  type(namespace: Namespace, local: string): void {
    this.rawAttribute("xsi", "type", qualified(namespace, local));
  }

  /** Attributes the contract has no names for: those it has are written by themselves. */
  otherAttributes(
    attributes: readonly OtherAttribute[] | undefined,
    accepts: NameTest,
    known: ReadonlySet<string>,
  ): void {
    if (attributes === undefined) return;
    this.count("$attributes", attributes, 0, defaultXmlLimits.attributesMax);
    const written = new Set(known);
    for (const [index, attribute] of attributes.entries()) {
      const step = `$attributes[${index + 1}]`;
      if (!isOtherAttribute(attribute))
        throw this.invalid("Not an attribute: uri, local and value as text", step);
      const { uri, local, value } = attribute;
      const key = `{${uri}}${local}`;
      const usable = isXmlName(local) && !local.includes(":") && local !== "xmlns" && uri !== XSI;
      if (!usable || written.has(key) || !accepts(uri, local)) {
        throw this.invalid("An attribute the contract does not know here", step);
      }
      written.add(key);
      this.rawAttribute(this.prefixOf(uri), local, value, step);
    }
  }

  /** A prefix for a namespace, declared on the element just begun. No namespace of a contract is ever called like it. */
  prefixOf(uri: string): string {
    if (uri === "") return "";
    if (uri === xmlNamespace.uri) return xmlNamespace.prefix;
    const prefix = `q_${++this.prefixesMade}`;
    this.rawAttribute("xmlns", prefix, uri);
    return prefix;
  }

  nil(): void {
    this.rawAttribute("xsi", "nil", "true");
  }

  /** The value is of none of the types it may be of. */
  unknownType(): never {
    throw this.invalid("A type the contract does not know here", "$type");
  }

  /** Puts in an element as it is. It must be well-formed and declare every prefix it uses. */
  raw(xml: string): void {
    this.endTag();
    this.out.markup(xml);
  }

  /** A part of the document that is not of the contract. Well-formed as a whole. */
  markup(xml: string): void {
    this.out.markup(xml);
  }

  /** The whole document. Nothing can be written any more. */
  take(): Buffer {
    return this.out.take();
  }

  /** Does `work` one step further down the path. */
  within(step: string, work: () => void): void {
    this.enter(step, 0);
    work();
    this.path.leave();
  }

  private enter(step: string, index: number): void {
    if (!this.path.enter(step, index)) throw this.invalid("Nested too deep, or an object inside itself");
  }

  private element<T>(tag: ElementTag, index: number, value: T, codec: Writes<T>): void {
    const { out } = this;
    this.endTag();
    const nameStart = out.tag(tag);
    const nameEnd = out.position;
    const { textType } = codec;
    // Nothing can be wrong with what is usual, so it needs no path; but there is an end to how deep it may be.
    const isLeaf = textType !== undefined && !this.path.isFull && this.usual(textType, value, GREATER);
    if (!isLeaf) {
      this.enter(tag.local, index);
      this.tagIsOpen = true;
      codec.write(this, value);
      this.path.leave();
    }
    if (this.tagIsOpen) out.markup("/>");
    else out.endTag(nameStart, nameEnd);
    this.tagIsOpen = false;
  }

  private endTag(): void {
    if (!this.tagIsOpen) return;
    this.out.byte(GREATER);
    this.tagIsOpen = false;
  }

  private attributeName(prefix: string, local: string): void {
    this.out.markup(prefix === "" ? ` ${local}=` : ` ${prefix}:${local}=`);
  }

  private rawAttribute(prefix: string, local: string, value: string, step?: string): void {
    this.attributeName(prefix, local);
    this.out.byte(QUOTE);
    if (!this.out.escaped(value, inValue)) throw this.unwritable(step);
    this.out.byte(QUOTE);
  }

  private print<T>(scalar: TextType<T>, value: T, step?: string): string {
    const text = scalar.print(value, this);
    if (text === undefined) {
      const why = this.dates === undefined && lacksDateRule(scalar, value);
      throw this.invalid(
        why ? "A Date, and no rule in which zone to write it" : `Not a valid ${scalar.local}`,
        step,
      );
    }
    return text;
  }

  private unwritable(step?: string): SoapInputInvalid {
    return this.invalid("A character XML cannot carry", step);
  }

  invalid(what: string, step?: string): SoapInputInvalid {
    return new SoapInputInvalid(what, this.path.to(step));
  }
}

const qualified = ({ prefix }: Namespace, local: string): string =>
  prefix === "" ? local : `${prefix}:${local}`;

/** In a terminal the value is the text. */
const bytesOf = (value: unknown, base64: string): Uint8Array =>
  value instanceof Uint8Array ? value : Buffer.from(base64, "base64");
