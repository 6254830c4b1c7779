import { builtInOf } from "./built-in-types.ts";
import type { ComplexType, ElementMember, SimpleType, ValueConstraint, Wildcard } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { camelCase } from "./names.ts";
import type { NamespaceNames } from "./namespace-names.ts";
import type { Plan } from "./plan.ts";
import { literal, propertyOf } from "./text.ts";
import type { RepresentationChoice } from "./representation-choices.ts";
import { EncodedWriter } from "./write-encoded.ts";

/** What generated code calls things, and the constants it needs for that. */
export class CodecExpressions {
  readonly plan: Plan;
  readonly imports: ModuleImports;
  private readonly namespaces: NamespaceNames;
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
    return [...this.constraints, ...this.nameTests, ...this.encoded.constants, ...this.nillables]
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
    const codec = this.encoded.around(this.constrained(type, constraint), type);
    if (!nillable) return codec;
    return this.constant(
      this.nillables,
      `${this.imports.value("nillable")}(${codec})`,
      `${camelCase(codec.replace(/^xs|Codec$/g, ""))}OrNilCodec`,
    );
  }

  /** A codec that knows a default, or accepts one value only. */
  constrained(type: SimpleType | ComplexType, constraint: ValueConstraint | undefined): string {
    const codec = this.codecOf(type);
    if (constraint === undefined || type.kind === "complex") return codec;
    const isDefault = constraint.kind === "default";
    const fixed = builtInOf(type).kind === "exact" ? "fixedDecimal" : "fixed";
    const make = this.imports.value(isDefault ? "withDefault" : fixed);
    const plain = `${make}(${this.plainCodecOf(type)}, ${literal(constraint.text)})`;
    const choice = this.plan.representationOf(type);
    return this.constant(
      this.constraints,
      choice === undefined ? plain : this.represented(plain, choice),
      `${camelCase(codec.replace(/^xs|Codec$/g, ""))}${isDefault ? "OrDefault" : "Fixed"}Codec`,
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

  name({ uri, local }: { readonly uri: string; readonly local: string }): string {
    return `${this.namespaces.of(uri)}, ${literal(local)}`;
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
