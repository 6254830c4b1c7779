import { type DateText, lacksDateRule } from "./dates.ts";
import { SoapInputInvalid } from "./input-invalid.ts";
import type { NameTest } from "./name-tests.ts";
import { type Namespace, xmlNamespace, XSI } from "./namespace.ts";
import { isOtherAttribute, type OtherAttribute } from "./other-attributes.ts";
import type { TextType } from "./text-type.ts";
import { isXmlName } from "./xml/characters.ts";
import { defaultXmlLimits } from "./xml/limits.ts";

export interface Writes<T> {
  /** Writes attributes and content of the element that was just begun. */
  write(to: Encoder, value: T): void;
}

// As deep as an answer may be.
const DEPTH_MAX = defaultXmlLimits.depthMax;

/**
 * What generated code writes a request with: order comes from the calls, checks from the schema, escaping from here.
 * The prefixes of all namespaces, and `xsi`, must be declared around what it writes.
 * @throws {SoapInputInvalid}
 */
export class Encoder {
  private out = "";
  /** The start tag in `out` lacks its `>`: attributes may follow. */
  private tagIsOpen = false;
  private readonly path: string[] = [];
  private prefixesMade = 0;
  /** How a `Date` is written; `undefined`: nobody said, and it is refused. */
  readonly dates: DateText | undefined;

  constructor(dates?: DateText) {
    this.dates = dates;
  }

  get xml(): string {
    return this.out;
  }

  one<T>(namespace: Namespace, local: string, value: T | undefined, codec: Writes<T>): void {
    if (value === undefined) throw this.invalid("A required value is missing", local);
    this.element(namespace, local, local, value, codec);
  }

  optional<T>(namespace: Namespace, local: string, value: T | undefined, codec: Writes<T>): void {
    if (value !== undefined) this.element(namespace, local, local, value, codec);
  }

  many<T>(
    namespace: Namespace,
    local: string,
    values: readonly T[] | undefined,
    codec: Writes<T>,
    countMin: number,
    countMax: number,
  ): void {
    this.count(local, values, countMin, countMax);
    for (const [index, value] of (values ?? []).entries()) {
      this.element(namespace, local, `${local}[${index + 1}]`, value, codec);
    }
  }

  /** Refuses unless it is an array, without holes, of as many values as there may be. */
  count(step: string, values: readonly unknown[] | undefined, countMin: number, countMax: number): void {
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
    for (const key of Object.keys(value)) {
      if (!known.has(key)) throw this.invalid("A property the contract does not know", key);
    }
  }

  /** Refuses unless exactly one alternative of a choice, each a list of values, is there (or none, if that is allowed). */
  choice(names: string, alternatives: readonly boolean[], noneAllowed: boolean): void {
    const given = alternatives.filter(Boolean).length;
    if (given > 1) throw this.invalid("More than one alternative of a choice", names);
    if (given === 0 && !noneAllowed) throw this.invalid("No alternative of a choice", names);
  }

  attribute<T>(namespace: Namespace, local: string, value: T | undefined, scalar: TextType<T>): void {
    if (value === undefined) throw this.invalid("A required value is missing", `@${local}`);
    const text = this.print(scalar, value, `@${local}`);
    this.rawAttribute(qualified(namespace, local), text);
  }

  optionalAttribute<T>(namespace: Namespace, local: string, value: T | undefined, scalar: TextType<T>): void {
    if (value !== undefined) this.attribute(namespace, local, value, scalar);
  }

  text<T>(scalar: TextType<T>, value: T): void {
    const text = this.print(scalar, value);
    if (text !== "") {
      this.endTag();
      this.out += escapeText(text);
    }
  }

  /** Refuses what cannot say which of its possible types it is of. */
  typed(value: { readonly $type: string }): void {
    if (typeof value !== "object" || value === null) throw this.invalid("An object is needed");
  }

  /** Says which of its possible types the element is of. */
  type(namespace: Namespace, local: string): void {
    this.rawAttribute("xsi:type", qualified(namespace, local));
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
      const text = this.print(plainText, value, step);
      this.rawAttribute(qualified({ uri, prefix: this.prefixOf(uri) }, local), text);
    }
  }

  /** A prefix for a namespace, declared on the element just begun. No namespace of a contract is ever called like it. */
  readonly prefixOf = (uri: string): string => {
    if (uri === "") return "";
    if (uri === xmlNamespace.uri) return xmlNamespace.prefix;
    const prefix = `q_${++this.prefixesMade}`;
    this.rawAttribute(`xmlns:${prefix}`, uri);
    return prefix;
  };

  nil(): void {
    this.rawAttribute("xsi:nil", "true");
  }

  /** The value is of none of the types it may be of. */
  unknownType(): never {
    throw this.invalid("A type the contract does not know here", "$type");
  }

  /** Puts in an element as it is. It must be well-formed and declare every prefix it uses. */
  raw(xml: string): void {
    this.endTag();
    this.out += xml;
  }

  /** Does `work` one step further down the path. */
  within(step: string, work: () => void): void {
    if (this.path.push(step) > DEPTH_MAX) throw this.invalid("Nested too deep, or an object inside itself");
    work();
    this.path.pop();
  }

  private element<T>(namespace: Namespace, local: string, step: string, value: T, codec: Writes<T>): void {
    const name = qualified(namespace, local);
    if (this.path.push(step) > DEPTH_MAX) throw this.invalid("Nested too deep, or an object inside itself");
    this.endTag();
    this.out += `<${name}`;
    this.tagIsOpen = true;
    codec.write(this, value);
    this.out += this.tagIsOpen ? "/>" : `</${name}>`;
    this.tagIsOpen = false;
    this.path.pop();
  }

  private endTag(): void {
    if (this.tagIsOpen) this.out += ">";
    this.tagIsOpen = false;
  }

  private rawAttribute(name: string, value: string): void {
    this.out += ` ${name}="${escapeAttribute(value)}"`;
  }

  private print<T>(scalar: TextType<T>, value: T, step?: string): string {
    const text = scalar.print(value, this);
    if (text === undefined) {
      const why = this.dates === undefined && lacksDateRule(scalar, value);
      throw this.invalid(why ? "A Date, and no rule in which zone to write it" : `Not a valid ${scalar.local}`, step);
    }
    if (!XML_TEXT.test(text)) throw this.invalid("A character XML cannot carry", step);
    return text;
  }

  invalid(what: string, step?: string): SoapInputInvalid {
    return new SoapInputInvalid(
      what,
      `/${(step === undefined ? this.path : [...this.path, step]).join("/")}`,
    );
  }
}

const plainText: TextType<string> = {
  uri: "",
  local: "attribute",
  parse: (text) => text,
  print: (value) => (typeof value === "string" ? value : undefined),
};

const qualified = ({ prefix }: Namespace, local: string): string =>
  prefix === "" ? local : `${prefix}:${local}`;

// Half of a surrogate pair is no character either: the `u` flag keeps it out of every range.
const XML_TEXT = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// A literal carriage return would reach the other side as a line feed, a line feed in an attribute as a blank.
const escapeWith = (pattern: RegExp) => (text: string) =>
  text.replace(pattern, (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`);

export const escapeText = escapeWith(/[&<>\r]/g);
export const escapeAttribute = escapeWith(/[&<>"\t\n\r]/g);
