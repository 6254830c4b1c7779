import { type Codec, nillable } from "../codec.ts";
import { encodedHeader, soapArray, typed } from "../encoded/typed.ts";
import { anyName, eitherOf, inNamespaces, inOtherThan, named, type NameTest } from "../name-tests.ts";
import { type Namespace, namespace, noNamespace, xmlNamespace } from "../namespace.ts";
import type { Scalar } from "../scalar.ts";
import {
  fixed,
  fixedDecimal,
  fixedName,
  withDefault,
  withDefaultName,
  withText,
} from "../value-constraints.ts";
import { builtInOf } from "./built-in-types.ts";
import type { Parts, Values, WireName } from "./interpret-parts.ts";
import { ReadingInterpreter } from "./interpret-reading.ts";
import { type RepresentationOf, ScalarInterpreter } from "./interpret-scalars.ts";
import { WritingInterpreter } from "./interpret-writing.ts";
import {
  type ComplexType,
  type ElementMember,
  isPolymorphic,
  type MessageElement,
  type SimpleType,
  type ValueConstraint,
  type Wildcard,
} from "./model.ts";
import type { ObjectPlan, Plan, UnionPlan } from "./plan.ts";
import { propertiesOf } from "./shape.ts";
import { constrainedText } from "./value-constraint.ts";
import { encodedName } from "./write-encoded.ts";
import type { QName } from "./xml-tree.ts";

/** How the values of a simple type are represented: as they are, or as something else that stands for them. */
export type Represent = (scalar: Scalar<unknown>) => Scalar<unknown>;

/** Codecs that do what the code that `CodecWriter` writes does, without writing it. */
export class CodecInterpreter implements Parts {
  private readonly plan: Plan;
  private readonly prefixes: ReadonlyMap<string, string>;
  private readonly represent: Represent;
  private readonly scalars: ScalarInterpreter;
  private readonly represented = new Map<SimpleType, Scalar<unknown>>();
  private readonly codecs = new Map<UnionPlan | ObjectPlan, Codec<unknown>>();

  /** @param prefixes what each namespace is called on the wire */
  constructor(
    plan: Plan,
    prefixes: ReadonlyMap<string, string>,
    represent: Represent,
    representationOf: RepresentationOf,
  ) {
    this.scalars = new ScalarInterpreter(representationOf);
    this.plan = plan;
    this.prefixes = prefixes;
    this.represent = represent;
  }

  codecOf(type: SimpleType | ComplexType): Codec<unknown> {
    if (type.kind !== "complex") return this.scalarOf(type);
    return this.planned(this.plan.unions.get(type) ?? this.plan.objects.get(type)!);
  }

  scalarOf(type: SimpleType): Scalar<unknown> {
    let scalar = this.represented.get(type);
    if (scalar === undefined) {
      scalar = this.represent(this.scalars.of(type));
      this.represented.set(type, scalar);
    }
    return scalar;
  }

  elementCodec({ type, nillable: mayBeNil, constraint }: ElementMember): Codec<unknown> {
    const codec = this.encoded(this.declared(type, constraint), type);
    return mayBeNil ? nillable(codec) : codec;
  }

  /** Of what is in the body, a header or a fault: it says no type, unless it is an encoded header. */
  messageCodec({
    type,
    nillable: mayBeNil,
    constraint,
    encodedHeader: isHeader,
  }: MessageElement): Codec<unknown> {
    const declared = this.declared(type, constraint);
    const codec = isHeader === true ? this.encoded(declared, type) : declared;
    const orNil = mayBeNil ? nillable(codec) : codec;
    return isHeader === true ? encodedHeader(this.plan.encoding!, orNil) : orNil;
  }

  fixed(type: SimpleType, constraint: ValueConstraint): Scalar<unknown> {
    return this.scalars.held(type, this.plainFixed(type, constraint));
  }

  /** As the declaration of an element says it, whose type says less. */
  private declared(type: SimpleType | ComplexType, constraint: ValueConstraint | undefined): Codec<unknown> {
    if (constraint === undefined) return this.codecOf(type);
    const text = this.preset(constrainedText(type, constraint), constraint);
    return type.kind === "complex"
      ? (withText(this.codecOf(type) as Codec<{ readonly $value: unknown }>, text) as Codec<unknown>)
      : text;
  }

  /** Of the text of an element that knows a default, or accepts one value only: empty, it means that value. */
  private preset(type: SimpleType, constraint: ValueConstraint): Scalar<unknown> {
    const { kind, text, name } = constraint;
    const base = kind === "default" ? this.plain(type) : this.plainFixed(type, constraint);
    const plain = name === undefined ? withDefault(base, text) : withDefaultName(base as Scalar<QName>, name);
    return this.scalars.held(type, plain);
  }

  private plainFixed(type: SimpleType, { text, name }: ValueConstraint): Scalar<unknown> {
    const base = this.plain(type);
    if (name !== undefined) return fixedName(base as Scalar<QName>, name);
    return builtInOf(type).kind === "exact" ? fixedDecimal(base as Scalar<string>, text) : fixed(base, text);
  }

  private plain(type: SimpleType): Scalar<unknown> {
    return this.represent(this.scalars.plain(type));
  }

  nameTest(wildcards: readonly Wildcard[]): NameTest {
    const tests = wildcards.map((wildcard) => this.oneNameTest(wildcard));
    return tests.length === 1 ? tests[0]! : eitherOf(...tests);
  }

  namespaceOf(uri: string): Namespace {
    if (uri === "") return noNamespace;
    if (uri === xmlNamespace.uri) return xmlNamespace;
    const prefix = this.prefixes.get(uri);
    if (prefix === undefined) throw new Error(`The namespace ${uri} got no prefix.`);
    return namespace(uri, prefix);
  }

  name({ uri, local }: { readonly uri: string; readonly local: string }): WireName {
    return { namespace: this.namespaceOf(uri), local };
  }

  typeName({ name }: ComplexType): WireName {
    return this.name(name ?? { uri: "", local: "" });
  }

  private oneNameTest(wildcard: Wildcard): NameTest {
    switch (wildcard.kind) {
      case "any":
        return anyName;
      case "named":
        return named(this.namespaceOf(wildcard.uri), wildcard.local);
      case "other":
        return inOtherThan(this.namespaceOf(wildcard.uri));
      case "listed":
        return inNamespaces(...wildcard.uris);
    }
  }

  /** In SOAP encoding a value says its type. A union says the type of each of its variants itself. */
  private encoded(codec: Codec<unknown>, type: SimpleType | ComplexType): Codec<unknown> {
    const { encoding } = this.plan;
    if (encoding === undefined || (type.kind === "complex" && isPolymorphic(type))) return codec;
    const said = encodedName(type, encoding);
    if (said === undefined) return codec;
    const uri = this.namespaceOf(said.uri);
    if (type.kind !== "complex" || type.soapArray !== true) return typed(uri, said.local, codec);
    return soapArray(
      encoding,
      uri,
      said.local,
      codec as Codec<{ readonly item: readonly unknown[] }>,
    ) as Codec<unknown>;
  }

  private planned(plan: UnionPlan | ObjectPlan): Codec<unknown> {
    let codec = this.codecs.get(plan);
    if (codec === undefined) {
      codec = "variants" in plan ? this.union(plan) : this.object(plan);
      this.codecs.set(plan, codec);
    }
    return codec;
  }

  private union({ type, variants }: UnionPlan): Codec<unknown> {
    const known = variants.map((variant) => ({
      ...this.typeName(variant.type),
      isDeclared: variant.type === type,
      discriminator: variant.discriminator,
      codec: this.planned(variant),
    }));
    const saysDeclared = this.plan.encoding !== undefined;
    return {
      read(from) {
        const variant = known.find(
          (one) => (one.isDeclared && from.untyped) || from.isType(one.namespace, one.local),
        );
        return variant === undefined ? from.unknownType() : variant.codec.read(from);
      },
      write(to, value) {
        const given = value as { readonly $type: string };
        to.typed(given);
        const variant = known.find(({ discriminator }) => discriminator === given.$type);
        if (variant === undefined) return to.unknownType();
        if (!variant.isDeclared || saysDeclared) to.type(variant.namespace, variant.local);
        variant.codec.write(to, value);
      },
    };
  }

  private object({ type, shape, discriminator }: ObjectPlan): Codec<unknown> {
    const keys = new Set([
      ...(discriminator === undefined ? [] : ["$type"]),
      ...shape.attributes.map(({ property }) => property),
      ...(shape.attributeWildcards.length === 0 ? [] : ["$attributes"]),
      ...(type.simpleContent === undefined ? [] : ["$value"]),
      ...propertiesOf(shape.members).map(({ property }) => property),
    ]);
    // Not before they are needed: types may contain themselves.
    const readings = once(() => new ReadingInterpreter(this).object(type, shape));
    const writings = once(() => new WritingInterpreter(this).object(type, shape));
    return {
      read(from) {
        const value: Values = discriminator === undefined ? {} : { $type: discriminator };
        for (const read of readings()) read(from, value);
        return value;
      },
      write(to, value) {
        to.object(value as Values, keys);
        for (const write of writings()) write(to, value as Values);
      },
    };
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
