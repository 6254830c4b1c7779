import { builtInTypes } from "./built-in-types.ts";
import {
  type ComplexType,
  type DefinedSimpleType,
  isPolymorphic,
  messagesOf,
  type ServiceModel,
  type SimpleType,
} from "./model.ts";
import { Mentions } from "./mentions.ts";
import { camelCase, type Names, pascalCase, PropertyNames } from "./names.ts";
import { OwnExports } from "./own-exports.ts";
import {
  RepresentationChoices,
  type RepresentationChoice,
  type Representations,
} from "./representation-choices.ts";
import { absencesIn, memberOf, propertiesOf, type Shape, shapeOf } from "./shape.ts";

/** A simple type as generated. */
export interface ScalarPlan {
  readonly type: DefinedSimpleType;
  /** Of its values as texts, where they are represented otherwise. */
  readonly codec: string;
  /** What an enumeration's values and its type are called; `undefined`: no enumeration. */
  readonly values: { readonly constant: string; readonly type: string } | undefined;
}

/** A complex type as generated, whatever may extend it. */
export interface ObjectPlan {
  readonly type: ComplexType;
  readonly shape: Shape;
  readonly typeName: string;
  readonly codec: string;
  readonly keys: string;
  /** What `$type` says; `undefined`: an element of this type is never of another. */
  discriminator: string | undefined;
}

/** A type whose elements say which of several types they are of. */
export interface UnionPlan {
  readonly type: ComplexType;
  readonly typeName: string;
  readonly codec: string;
  readonly variants: readonly ObjectPlan[];
}

/** What is generated for a service, in order, and what each thing is called. */
export class Plan {
  /** Each after those it is made of. */
  readonly scalars = new Map<DefinedSimpleType, ScalarPlan>();
  /** The codecs of simple types that are represented otherwise, by type; of built-in ones by name. */
  readonly represented = new Map<DefinedSimpleType | string, string>();
  /** What the module imports from the adapter. */
  readonly ownExports: OwnExports;
  readonly objects = new Map<ComplexType, ObjectPlan>();
  readonly unions = new Map<ComplexType, UnionPlan>();
  /** Whether a type that was asked for holds qualified names. */
  namesNames = false;
  /** Of alternatives, in all that is generated. */
  readonly mentions = new Mentions();
  /** Module-level identifiers. */
  readonly names: Names;
  /** The encoding that values say their types in; `undefined`: all messages are literal. */
  readonly encoding: ServiceModel["version"] | undefined;
  private readonly representations: RepresentationChoices;
  private readonly discriminators = new PropertyNames();
  private readonly todo: (() => void)[] = [];

  /** @throws {NotCompilable} when values cannot be represented as chosen */
  constructor(service: ServiceModel, names: Names, representations: Representations = {}) {
    this.names = names;
    this.representations = new RepresentationChoices(representations, service.origin.place);
    this.ownExports = new OwnExports(names);
    this.encoding = service.operations.some(({ encoded }) => encoded) ? service.version : undefined;
    this.later(
      service.operations.flatMap(messagesOf).map(
        ({ type }) =>
          () =>
            this.reach(type),
      ),
    );
    for (let work = this.todo.pop(); work !== undefined; work = this.todo.pop()) work();
    this.representations.refuseUnused();
  }

  /** How values of this type are held; `undefined`: as they are. */
  representationOf(type: SimpleType): RepresentationChoice | undefined {
    return this.representations.of(type);
  }

  /** What TypeScript calls a value of this type. */
  typeOf(type: SimpleType | ComplexType): string {
    const representation = type.kind === "complex" ? undefined : this.representationOf(type);
    if (representation !== undefined) {
      return typeof representation === "string" ? representation : this.ownExports.type(representation);
    }
    switch (type.kind) {
      case "built-in":
        this.namesNames ||= builtInTypes.get(type.local)!.typescript === "QName";
        return builtInTypes.get(type.local)!.typescript;
      case "restricted":
        return this.scalars.get(type)!.values?.type ?? this.typeOf(type.base);
      case "list":
        return arrayOf(this.typeOf(type.item));
      case "union":
        return [...new Set(type.members.map((member) => this.typeOf(member)))].join(" | ");
      case "complex":
        return (this.unions.get(type) ?? this.objects.get(type)!).typeName;
    }
  }

  codecOf(type: SimpleType | ComplexType): string {
    if (type.kind !== "complex") {
      const key = type.kind === "built-in" ? type.local : type;
      return this.represented.get(key) ?? this.plainCodecOf(type);
    }
    return (this.unions.get(type) ?? this.objects.get(type)!).codec;
  }

  /** Of a simple type, its values as the contract writes them. */
  plainCodecOf(type: SimpleType): string {
    return type.kind === "built-in" ? builtInTypes.get(type.local)!.scalar : this.scalars.get(type)!.codec;
  }

  private isReached(type: SimpleType | ComplexType): boolean {
    switch (type.kind) {
      case "built-in":
        return this.representationOf(type) === undefined;
      case "complex":
        return (isPolymorphic(type) ? this.unions : this.objects).has(type);
      default:
        return this.scalars.has(type);
    }
  }

  private reach(type: SimpleType | ComplexType): void {
    if (type.kind === "built-in") this.represent(type, type.local, type.local);
    else if (type.kind !== "complex") this.reachScalar(type);
    else if (isPolymorphic(type)) this.reachUnion(type);
    else this.reachObject(type, type.label);
  }

  private reachScalar(type: DefinedSimpleType): void {
    if (this.scalars.has(type)) return;
    for (const part of partsOf(type)) this.reach(part);
    const name = pascalCase(type.label);
    const values =
      type.kind !== "restricted" || type.values === undefined
        ? undefined
        : { constant: this.names.take(name), type: this.names.take(`${name}Wire`) };
    this.scalars.set(type, { type, codec: this.names.take(`${camelCase(type.label)}Codec`), values });
    this.represent(type, type, type.label);
  }

  private represent(type: SimpleType, key: DefinedSimpleType | string, label: string): void {
    const choice = this.representationOf(type);
    if (choice === undefined || this.represented.has(key)) return;
    const held = typeof choice === "string" ? choice : choice.type;
    this.represented.set(key, this.names.take(`${camelCase(label)}As${pascalCase(held)}Codec`));
  }

  private reachUnion(type: ComplexType): void {
    if (this.unions.has(type)) return;
    const variants: ObjectPlan[] = [];
    const label = camelCase(type.label);
    this.unions.set(type, {
      type,
      typeName: this.names.take(`${pascalCase(type.label)}Wire`),
      codec: this.names.take(`${label}Codec`),
      variants,
    });
    const concrete = [type, ...type.derived].filter((variant) => !variant.abstract);
    this.later(
      concrete.map((variant) => () => {
        const plan = this.reachObject(
          variant,
          isPolymorphic(variant) ? `Plain ${variant.label}` : variant.label,
        );
        plan.discriminator ??= this.discriminators.take(variant.label);
        variants.push(plan);
      }),
    );
  }

  private reachObject(type: ComplexType, label: string): ObjectPlan {
    const known = this.objects.get(type);
    if (known !== undefined) return known;
    const shape = shapeOf(type);
    this.mentions.add(absencesIn(shape.members), type.origin.place);
    const plan: ObjectPlan = {
      type,
      shape,
      typeName: this.names.take(`${pascalCase(label)}Wire`),
      codec: this.names.take(`${camelCase(label)}Codec`),
      keys: this.names.take(`${camelCase(label)}Keys`),
      discriminator: undefined,
    };
    this.objects.set(type, plan);
    const parts: (SimpleType | ComplexType)[] = [];
    for (const { attribute } of shape.attributes) parts.push(attribute.type);
    for (const property of propertiesOf(shape.members)) {
      const member = memberOf(property);
      if (member.kind !== "raw") parts.push(member.type);
    }
    if (type.simpleContent !== undefined) parts.push(type.simpleContent);
    this.later(parts.filter((part) => !this.isReached(part)).map((part) => () => this.reach(part)));
    return plan;
  }

  /** Does these next, before what was put off earlier. Types lead to types further than a stack does. */
  private later(work: readonly (() => void)[]): void {
    for (const one of work.toReversed()) this.todo.push(one);
  }
}

function partsOf(type: DefinedSimpleType): readonly SimpleType[] {
  if (type.kind === "restricted") return [type.base];
  return type.kind === "list" ? [type.item] : type.members;
}

/** An array of this TypeScript type. */
export const arrayOf = (type: string): string => (/^\w+(\[\])*$/.test(type) ? `${type}[]` : `(${type})[]`);
