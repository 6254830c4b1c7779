import { builtInTypes } from "./built-in-types.ts";
import {
  allAttributes,
  allMembers,
  type ChoiceMember,
  type ComplexType,
  type ElementMember,
  isPolymorphic,
  type RestrictedType,
  type ServiceModel,
  type SimpleType,
} from "./model.ts";
import { camelCase, type Names, pascalCase, PropertyNames } from "./names.ts";

/** A simple type as generated. */
export interface ScalarPlan {
  readonly type: RestrictedType;
  readonly codec: string;
  /** What an enumeration's values and its type are called; `undefined`: no enumeration. */
  readonly values: { readonly constant: string; readonly type: string } | undefined;
}

/** A complex type as generated, whatever may extend it. */
export interface ObjectPlan {
  readonly type: ComplexType;
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
  /** Each after the one it restricts. */
  readonly scalars = new Map<RestrictedType, ScalarPlan>();
  readonly objects = new Map<ComplexType, ObjectPlan>();
  readonly unions = new Map<ComplexType, UnionPlan>();
  /** Module-level identifiers. */
  readonly names: Names;
  private readonly discriminators = new PropertyNames();

  constructor(service: ServiceModel, names: Names) {
    this.names = names;
    for (const { input, output, faults } of service.operations) {
      for (const { type } of [input, output, ...faults]) this.reach(type);
    }
  }

  /** What TypeScript calls a value of this type. */
  typeOf(type: SimpleType | ComplexType): string {
    if (type.kind === "built-in") return builtInTypes.get(type.local)!.typescript;
    if (type.kind === "restricted") return this.scalars.get(type)!.values?.type ?? this.typeOf(type.base);
    return (this.unions.get(type) ?? this.objects.get(type)!).typeName;
  }

  codecOf(type: SimpleType | ComplexType): string {
    if (type.kind === "built-in") return builtInTypes.get(type.local)!.scalar;
    if (type.kind === "restricted") return this.scalars.get(type)!.codec;
    return (this.unions.get(type) ?? this.objects.get(type)!).codec;
  }

  private reach(type: SimpleType | ComplexType): void {
    if (type.kind === "restricted") this.reachScalar(type);
    else if (type.kind === "complex" && isPolymorphic(type)) this.reachUnion(type);
    else if (type.kind === "complex") this.reachObject(type, type.label);
  }

  private reachScalar(type: RestrictedType): void {
    if (this.scalars.has(type)) return;
    this.reach(type.base);
    const name = pascalCase(type.label);
    const values =
      type.values === undefined
        ? undefined
        : { constant: this.names.take(name), type: this.names.take(`${name}Wire`) };
    this.scalars.set(type, { type, codec: this.names.take(`${camelCase(type.label)}Codec`), values });
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
    for (const variant of [type, ...type.derived]) {
      if (variant.abstract) continue;
      const plan = this.reachObject(
        variant,
        isPolymorphic(variant) ? `Plain ${variant.label}` : variant.label,
      );
      plan.discriminator ??= this.discriminators.take(variant.label);
      variants.push(plan);
    }
  }

  private reachObject(type: ComplexType, label: string): ObjectPlan {
    const known = this.objects.get(type);
    if (known !== undefined) return known;
    const plan: ObjectPlan = {
      type,
      typeName: this.names.take(`${pascalCase(label)}Wire`),
      codec: this.names.take(`${camelCase(label)}Codec`),
      keys: this.names.take(`${camelCase(label)}Keys`),
      discriminator: undefined,
    };
    this.objects.set(type, plan);
    for (const attribute of allAttributes(type)) this.reach(attribute.type);
    for (const element of elementsOf(allMembers(type))) this.reach(element.type);
    if (type.simpleContent !== undefined) this.reach(type.simpleContent);
    return plan;
  }
}

const elementsOf = (members: readonly (ElementMember | ChoiceMember)[]): readonly ElementMember[] =>
  members.flatMap((member) => (member.kind === "element" ? [member] : member.alternatives.flat()));
