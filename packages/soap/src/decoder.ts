import type { ContractBroken } from "@portico/core";
import { breach, FOUND_CHARACTERS_MAX, foundAt } from "./breach.ts";
import { MessagePath } from "./message-path.ts";
import { ENVELOPE_11, ENVELOPE_12, type Namespace, XS, XSI } from "./namespace.ts";
import type { FastDecoder, FastReads } from "./fast-decoder.ts";
import type { NameTest } from "./name-tests.ts";
import type { OtherAttribute } from "./other-attributes.ts";
import { resolvedName } from "./resolved-name.ts";
import type { TextType } from "./text-type.ts";
import type { KnownTag } from "./xml/known-tag.ts";
import type { XmlReader } from "./xml/reader.ts";

export interface Reads<T> extends FastReads<T> {
  /** Reads the element the decoder stands on, through its end tag. */
  read(from: Decoder): T;
}

/**
 * What generated code reads an answer with: it moves along the reader and turns every surprise into `ContractBroken`.
 * Paths hold names the contract knows; what the backend wrote instead goes to `cause`, bounded.
 */
export class Decoder {
  protected readonly xml: XmlReader;
  protected readonly encoded: boolean;
  private readonly path = new MessagePath();
  protected attributesRead = 0;
  private readonly fast: FastDecoder | undefined;
  /** How deep elements are that may begin another run of a group, in which counts begin anew. */
  repeatsAt = 0;
  /** What the text of the element being read is read as, where its declaration says more than its type. */
  textOfElement: TextType<unknown> | undefined;

  /** @param encoded whether a built-in type in `xsi:type` is a hint only */
  constructor(reader: XmlReader, encoded = false, fast?: FastDecoder) {
    this.xml = reader;
    this.encoded = encoded;
    this.fast = fast;
  }

  get reader(): XmlReader {
    return this.xml;
  }

  /** What the start tag we stand on says. */
  protected get known(): KnownTag {
    return this.reader.known;
  }

  /** Whether the next child is this one. */
  sees(namespace: Namespace, local: string): boolean {
    const { reader } = this;
    return reader.tag === "start" && reader.local === local && reader.uri === namespace.uri;
  }

  one<T>(namespace: Namespace, local: string, codec: Reads<T>): T {
    if (this.sees(namespace, local)) return this.child(local, codec);
    const value = this.elsewhere(namespace, local, codec); // nil is a value, too
    return value === undefined ? this.missing(local) : value;
  }

  optional<T>(namespace: Namespace, local: string, codec: Reads<T>): T | undefined {
    return this.sees(namespace, local) ? this.child(local, codec) : this.elsewhere(namespace, local, codec);
  }

  many<T>(namespace: Namespace, local: string, codec: Reads<T>, countMin: number, countMax: number): T[] {
    const values: T[] = [];
    while (this.sees(namespace, local)) {
      if (values.length === countMax && this.reader.depth === this.repeatsAt) return values;
      this.path.enter(local, values.length + 1);
      if (values.length === countMax) this.deviates(`More than ${countMax} elements`);
      values.push(this.value(codec));
      this.path.leave();
    }
    for (let one: T | undefined; (one = this.elsewhere(namespace, local, codec)) !== undefined;)
      if (values.push(one) === countMax + 1)
        this.deviates(`More than ${countMax} elements`, `${local}[${values.length}]`);
    if (values.length < countMin) this.missing(`${local}[${values.length + 1}]`);
    return values;
  }

  /** Nothing of what must come now is there. Where deviations are tolerated this does return, and leaves it undefined. */
  missing(...steps: readonly string[]): never {
    return this.deviates("A required element is missing", steps.join("|"), foundAt(this.reader)) as never;
  }

  /** The same of a choice: an object without any of its properties. */
  noAlternative(...steps: readonly string[]): never {
    this.missing(...steps);
    return {} as never;
  }

  attribute<T>(namespace: Namespace, local: string, scalar: TextType<T>): T {
    const value = this.optionalAttribute(namespace, local, scalar);
    if (value === undefined) this.deviates("A required attribute is missing", `@${local}`);
    return value as T;
  }

  optionalAttribute<T>(namespace: Namespace, local: string, scalar: TextType<T>): T | undefined {
    const text = this.rawAttribute(namespace.uri, local);
    if (text === undefined) return undefined;
    this.attributesRead++;
    return this.valueOf(scalar, text, `@${local}`);
  }

  /** An attribute that says something even when it is not there: `text`, as the contract spells it. */
  attributeOr<T>(namespace: Namespace, local: string, scalar: TextType<T>, text: string): T {
    return this.optionalAttribute(namespace, local, scalar) ?? this.valueOf(scalar, text, `@${local}`);
  }

  /** Attributes the contract has no names for; `undefined`: there are none. `known` holds the names it has, as `{uri}local`. */
  otherAttributes(accepts: NameTest, known: ReadonlySet<string>): OtherAttribute[] | undefined {
    const { attributes } = this.known;
    if (attributes.length === this.attributesRead) return undefined;
    const others = attributes.filter(
      ({ uri, local }) => uri !== XSI && !known.has(`{${uri}}${local}`) && accepts(uri, local),
    );
    this.attributesRead += others.length;
    return others.length === 0 ? undefined : others.map(({ uri, local, value }) => ({ uri, local, value }));
  }

  /** Ends the attributes of the element we stand on and goes to its first child. `local` is `""` for a type without name. */
  open(type: Namespace, local: string, _members?: "in order"): void {
    this.endAttributes(type.uri, local);
    this.next();
  }

  /** Goes past the end of an opened element; whatever is still inside is one element too many. */
  close(): void {
    while (this.reader.tag !== "end") {
      this.deviates("An element the contract does not know here", undefined, foundAt(this.reader));
      this.skip();
    }
    this.next();
  }

  /** The text of an element without attributes of its own, which ends here. */
  simple<T>(scalar: TextType<T>): T {
    this.endAttributes(scalar.uri, scalar.local);
    return this.content(scalar);
  }

  /** The text of an element whose attributes have been read. */
  simpleContent<T>(scalar: TextType<T>, type: Namespace, local: string): T {
    this.endAttributes(type.uri, local);
    return this.content((this.textOfElement as TextType<T> | undefined) ?? scalar);
  }

  /** Whether the element says it is of this type. */
  isType(type: Namespace, local: string): boolean {
    const named = this.typeName();
    return named !== null && local !== "" && named.local === local && named.uri === type.uri;
  }

  /** Whether the element leaves its type to the declaration. */
  get untyped(): boolean {
    return this.typeName() === null;
  }

  /** The element is of none of the types it may be of. */
  unknownType(): never {
    this.deviates("A type the contract does not know here", "@xsi:type", this.rawAttribute(XSI, "type"));
    return this.skip() as never;
  }

  /** Goes past the element if it is nil. */
  takeNil(): boolean {
    if (!this.saysNil()) return false;
    const { reader } = this;
    if (reader.attributes.some(({ uri }) => uri !== XSI)) throw this.broken("Attributes on a nil element");
    reader.advance();
    if (reader.tag !== "end" || reader.passedText !== "") throw this.broken("Content in a nil element");
    this.next();
    return true;
  }

  /** Goes past the element whatever is in it, and past text after it. */
  skip(): void {
    const { reader } = this;
    const { depth } = reader;
    do reader.advance();
    while (reader.tag !== "end" || reader.depth > depth);
    reader.advance();
  }

  /** An attribute as written; `undefined`: it is not there. */
  rawAttribute(uri: string, local: string): string | undefined {
    return this.known.attributes.find((one) => one.local === local && one.uri === uri)?.value;
  }

  /** Goes to the next tag in element content, where only white space may be passed. */
  next(): void {
    this.reader.advance();
    if (!this.reader.passedBlank) this.deviates("Text between elements");
  }

  /** Does `work` one step further down the path. */
  within<T>(step: string, work: () => T): T {
    this.path.enter(step, 0);
    const result = work();
    this.path.leave();
    return result;
  }

  /** The answer is not what the contract says. A reader that tolerates it notes it here and goes on. */
  protected deviates(what: string, step?: string, found?: string): void {
    throw this.broken(what, step, found);
  }

  /** The element, when it stands where the contract does not put it and may. */
  protected elsewhere<T>(_namespace: Namespace, _local: string, _codec: Reads<T>): T | undefined {
    return undefined;
  }

  /** @param found what the backend wrote; only ever shown as `cause` */
  broken(what: string, step?: string, found?: string): ContractBroken {
    return breach(what, this.path.to(step), found);
  }

  protected child<T>(step: string, codec: Reads<T>): T {
    this.path.enter(step, 0);
    const value = this.value(codec);
    this.path.leave();
    return value;
  }

  /** Of the element we stand on: fast where its bytes are the expected ones, carefully otherwise. */
  private value<T>(codec: Reads<T>): T {
    this.attributesRead = 0;
    return this.expected(this.fast?.element(codec)) ?? codec.read(this);
  }

  /** The element we stand on, of which is known that it is of this type. */
  variant<T>(codec: Reads<T>): T {
    const isBare = this.known.attributes.length === (this.typeName() === null ? 0 : 1);
    return this.expected(isBare ? this.fast?.content(codec) : undefined) ?? codec.read(this);
  }

  private expected<T>(value: T | undefined): T | undefined {
    if (value !== undefined) this.next();
    return value;
  }

  protected content<T>(scalar: TextType<T>): T {
    const { reader } = this;
    reader.advance();
    const text = reader.passedText;
    while (reader.tag !== "end") {
      this.deviates("An element inside a simple value", undefined, foundAt(this.reader));
      this.skip();
    }
    const value = this.valueOf(scalar, text);
    this.next();
    return value;
  }

  protected valueOf<T>(scalar: TextType<T>, text: string, step?: string): T {
    const value = scalar.parse(text, this.reader);
    if (value !== undefined) return value;
    this.deviates(`Not a valid ${scalar.local}`, step, JSON.stringify(text.slice(0, FOUND_CHARACTERS_MAX)));
    return text as T; // Where deviations are tolerated a value is better kept than lost.
  }

  /** Whatever attribute is left must be SOAP's, or XML Schema's own and agree with what we expect. */
  protected endAttributes(uri: string, local: string): void {
    const { attributes } = this.known;
    if (attributes.length === this.attributesRead) return;
    let foreign = 0;
    for (const attribute of attributes) {
      if (attribute.uri === ENVELOPE_11 || attribute.uri === ENVELOPE_12) continue;
      if (attribute.uri !== XSI) foreign++;
      else if (attribute.local === "type") {
        const isHint = this.encoded && this.typeName()?.uri === XS;
        if (!this.isType({ uri, prefix: "" }, local) && !isHint) {
          this.deviates("A type the contract does not know here", "@xsi:type", attribute.value);
        }
      } else if (attribute.local === "nil") {
        if (this.saysNil()) this.deviates("nil where the contract allows none");
      } else if (!/^(schemaLocation|noNamespaceSchemaLocation)$/.test(attribute.local)) foreign++;
    }
    if (foreign > this.attributesRead) this.deviates("An attribute the contract does not know");
  }

  protected saysNil(): boolean {
    const nil = this.rawAttribute(XSI, "nil")?.trim();
    if (nil === undefined || nil === "false" || nil === "0") return false;
    if (nil === "true" || nil === "1") return true;
    throw this.broken("Not a valid boolean", "@xsi:nil", nil);
  }

  /** `null`: the element names none. Worked out once for all elements with this tag. */
  protected typeName(): { readonly uri: string; readonly local: string } | null {
    const { known } = this;
    if (known.typeName !== undefined) return known.typeName;
    const written = this.rawAttribute(XSI, "type")?.trim();
    if (written === undefined) return (known.typeName = null);
    const name = resolvedName(written, this.reader);
    if (name === undefined) throw this.broken("A prefix that nothing declares", undefined, written);
    return (known.typeName = name);
  }
}
