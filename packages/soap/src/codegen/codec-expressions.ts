import { builtInOf } from "./built-in-types.ts";
import type {
  ComplexType,
  ElementMember,
  MessageElement,
  SimpleType,
  ValueConstraint,
  Wildcard,
} from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { NameMap } from "./name-map.ts";
import { camelCase } from "./names.ts";
import type { NamespaceNames } from "./namespace-names.ts";
import type { Plan } from "./plan.ts";
import { literal, nameLiteral, propertyOf } from "./text.ts";
import type { RepresentationChoice } from "./representation-choices.ts";
import { constrainedText } from "./value-constraint.ts";
import { EncodedWriter } from "./write-encoded.ts";
import type { QName } from "./xml-tree.ts";

/** What generated code calls things, and the constants it needs for that. */
export class CodecExpressions {
  readonly plan: Plan;
  readonly imports: ModuleImports;
  private readonly namespaces: NamespaceNames;
  private readonly tags = new Map<string, string>();
  private readonly tagNames = new NameMap<string>();
  private readonly written = new NameMap<string>();
  private readonly constraints = new Map<string, string>();
  private readonly nameTests = new Map<string, string>();
  private readonly nillables = new Map<string, string>();
  private readonly encoded: EncodedWriter;

  constructor(plan: Plan, namespaces: NamespaceNames, imports: ModuleImports) {
    this.plan = plan;
    this.namespaces = namespaces;
    this.imports = imports;
    this.encoded = new EncodedWriter(plan, namespaces, imports);
  }

  /** The constants, in an order that lets each be made. Codecs mention them from inside functions only. */
  writeConstants(): string {
    return [
      ...this.tags,
      ...this.constraints,
      ...this.nameTests,
      ...this.encoded.constants,
      ...this.nillables,
    ]
      .map(([source, name]) => `const ${name} = ${source};`)
      .join("\n");
  }

  codecOf(type: SimpleType | ComplexType): string {
    if (type.kind === "built-in" && !this.plan.represented.has(type.local)) return this.plainCodecOf(type);
    return this.plan.codecOf(type);
  }

  /** Of a simple type, its values as the contract writes them. */
  plainCodecOf(type: SimpleType): string {
    const codec = this.plan.plainCodecOf(type);
    return type.kind === "built-in" ? this.imports.value(codec) : codec;
  }

  represented(codec: string, choice: RepresentationChoice): string {
    const held =
      typeof choice === "string"
        ? this.imports.value(choice === "bigint" ? "asBigint" : "asNumber")
        : this.plan.ownExports.value(choice);
    return `${this.imports.value("represented")}(${codec}, ${held})`;
  }

  elementCodec({ type, nillable, constraint }: ElementMember): string {
    return this.orNil(this.encoded.around(this.declared(type, constraint), type), nillable);
  }

  /** Of what is in the body, a header or a fault: it says no type, unless it is an encoded header. */
  messageCodec({ type, nillable, constraint, encodedHeader }: MessageElement): string {
    const codec = this.declared(type, constraint);
    if (encodedHeader !== true) return this.orNil(codec, nillable);
    const header = `${this.imports.value("encodedHeader")}(${literal(this.plan.encoding!)}, ${this.orNil(this.encoded.around(codec, type), nillable)})`;
    return this.constant(this.nillables, header, `${codec.replace(/^xs|Codec$/g, "")}HeaderCodec`);
  }

  private orNil(codec: string, nillable: boolean): string {
    if (!nillable) return codec;
    return this.constant(
      this.nillables,
      `${this.imports.value("nillable")}(${codec})`,
      `${camelCase(codec.replace(/^xs|Codec$/g, ""))}OrNilCodec`,
    );
  }

  /** Of a text that accepts one value only. */
  fixed(type: SimpleType, constraint: ValueConstraint): string {
    return this.constrained(type, this.fixedSource(type, constraint), "Fixed");
  }

  /** Of the text of an element that knows a default, or accepts one value only: empty, it means that value. */
  preset(type: SimpleType, constraint: ValueConstraint): string {
    const { kind, text, name } = constraint;
    const isDefault = kind === "default";
    const base = isDefault ? this.plainCodecOf(type) : this.fixedSource(type, constraint);
    const source =
      name === undefined
        ? `${this.imports.value("withDefault")}(${base}, ${literal(text)})`
        : `${this.imports.value("withDefaultName")}(${base}, ${nameLiteral(name)})`;
    return this.constrained(type, source, isDefault ? "OrDefault" : "Fixed");
  }

  private fixedSource(type: SimpleType, { text, name }: ValueConstraint): string {
    const base = this.plainCodecOf(type);
    if (name !== undefined) return `${this.imports.value("fixedName")}(${base}, ${nameLiteral(name)})`;
    const make = builtInOf(type).kind === "exact" ? "fixedDecimal" : "fixed";
    return `${this.imports.value(make)}(${base}, ${literal(text)})`;
  }

  private constrained(type: SimpleType, source: string, suffix: string): string {
    const choice = this.plan.representationOf(type);
    const wanted = `${camelCase(this.codecOf(type).replace(/^xs|Codec$/g, ""))}${suffix}Codec`;
    const held = choice === undefined ? source : this.represented(source, choice);
    return this.constant(this.constraints, held, wanted);
  }

  /** As the declaration of an element says it, whose type says less. */
  declared(type: SimpleType | ComplexType, constraint: ValueConstraint | undefined): string {
    const codec = this.codecOf(type);
    if (constraint === undefined) return codec;
    const text = this.preset(constrainedText(type, constraint), constraint);
    if (type.kind !== "complex") return text;
    return this.constant(
      this.nillables,
      `${this.imports.value("withText")}(${codec}, ${text})`,
      `${codec.replace(/Codec$/, "")}PresetCodec`,
    );
  }

  nameTest(wildcards: readonly Wildcard[]): string {
    const [first, second] = wildcards;
    if (second === undefined) return this.oneNameTest(first!);
    const tests = wildcards.map((wildcard) => this.oneNameTest(wildcard));
    return this.constant(
      this.nameTests,
      `${this.imports.value("eitherOf")}(${tests.join(", ")})`,
      "acceptsEither",
    );
  }

  namespace(uri: string): string {
    return this.namespaces.of(uri);
  }

  name(name: QName): string {
    let written = this.written.get(name);
    if (written === undefined) {
      written = `${this.namespaces.of(name.uri)}, ${literal(name.local)}`;
      this.written.set(name, written);
    }
    return written;
  }

  /** What an element begins with. */
  tag(element: QName): string {
    let tag = this.tagNames.get(element);
    if (tag === undefined) {
      const source = `${this.imports.value("elementTag")}(${this.name(element)})`;
      tag = this.constant(this.tags, source, `${camelCase(element.local)}Tag`);
      this.tagNames.set(element, tag);
    }
    return tag;
  }

  typeName({ name }: ComplexType): string {
    return this.name(name ?? { uri: "", local: "" });
  }

  /** A property of `value`, not of its prototype. */
  property(property: string): string {
    const access = propertyOf("value", property);
    if (access.startsWith("own(")) this.imports.value("own");
    return access;
  }

  private oneNameTest(wildcard: Wildcard): string {
    switch (wildcard.kind) {
      case "any":
        return this.imports.value("anyName");
      case "named":
        return this.constant(
          this.nameTests,
          `${this.imports.value("named")}(${this.name(wildcard)})`,
          camelCase(`is ${wildcard.local}`),
        );
      case "other":
        return this.constant(
          this.nameTests,
          `${this.imports.value("inOtherThan")}(${this.namespaces.of(wildcard.uri)})`,
          "isOther",
        );
      case "listed":
        return this.constant(
          this.nameTests,
          `${this.imports.value("inNamespaces")}(${wildcard.uris.map(literal).join(", ")})`,
          "isListed",
        );
    }
  }

  private constant(known: Map<string, string>, source: string, wanted: string): string {
    let name = known.get(source);
    if (name === undefined) {
      name = this.plan.names.take(wanted);
      known.set(source, name);
    }
    return name;
  }
}
