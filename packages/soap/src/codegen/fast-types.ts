import { FAST_ATTRIBUTES_MAX, FAST_NAME_BYTES_MAX } from "../fast-decoder.ts";
import type { ComplexType, ElementMember, ServiceModel, SimpleType } from "./model.ts";
import type { FormKind } from "../usual-form.ts";
import { ScalarInterpreter } from "./interpret-scalars.ts";
import type { Names } from "./names.ts";
import type { Plan } from "./plan.ts";
import { memberOf, propertiesOf, type Shape, type ShapeMember, shapeOf } from "./shape.ts";
import { nameKey } from "./xml-tree.ts";

/** A function that reads elements of a type by the bytes that are expected of them. */
export interface FastFunction {
  readonly name: string;
  /** Where it begins: behind the start tag, or behind the name in it. */
  readonly begins: "content" | "element";
}

/** V8 leaves very large functions to its interpreter. */
const MEMBERS_MAX = 100;
/** A contract with more is taken whole, which no adapter does: reading such a module would cost more than it saves. */
const TYPES_MAX = 500;

/**
 * The types of answers whose bytes can be expected: everything but wildcards that must match, mixed content, what is
 * encoded, and what the contract allows twice in one place.
 */
export class FastTypes {
  private readonly plan: Plan;
  private readonly scalars = new ScalarInterpreter();
  private readonly objects = new Map<ComplexType, FastFunction>();
  private readonly unions = new Map<ComplexType, FastFunction>();

  constructor(plan: Plan, service: ServiceModel, names: Names) {
    this.plan = plan;
    if (plan.encoding !== undefined) return;
    const shapes = shapesReachedFrom(
      service.operations.flatMap(({ output }) => (output === undefined ? [] : [output.type])),
    );
    if (shapes.size > TYPES_MAX) return;
    const fast = new Set(
      [...shapes.keys()].filter((type) => plan.objects.has(type) && isPredictable(type, shapes.get(type)!)),
    );
    const isFast = (type: ComplexType): boolean => {
      const { variants } = plan.unions.get(type) ?? {};
      if (variants === undefined) return fast.has(type);
      const areFast = variants.every(
        (variant) => fast.has(variant.type) && shapes.get(variant.type)!.attributes.length === 0,
      );
      return areFast && variants.length > 0;
    };
    // What leads to a type that is not fast is not fast.
    for (let size = -1; size !== fast.size;) {
      size = fast.size;
      for (const type of fast) if (!typesOf(shapes.get(type)!).every(isFast)) fast.delete(type);
    }
    for (const type of fast) {
      const { codec } = plan.objects.get(type)!;
      const begins = shapes.get(type)!.attributes.length > 0 ? "element" : "content";
      this.objects.set(type, { name: names.take(codec.replace(/Codec/, "Fast")), begins });
    }
    for (const [type, { codec }] of plan.unions) {
      if (isFast(type))
        this.unions.set(type, { name: names.take(codec.replace(/Codec/, "Fast")), begins: "element" });
    }
  }

  /** The method of the decoder that reads values of a type. */
  formOf(type: SimpleType): FormKind | "value" {
    // How an adapter holds its values is not known here.
    if (this.plan.representationOf(type) !== undefined) return "value";
    return this.scalars.of(type).usual?.kind ?? "value";
  }

  /** Of the type itself, whatever may extend it. */
  ofObject(type: ComplexType): FastFunction | undefined {
    return this.objects.get(type);
  }

  /** Of elements that may say which type they are of. */
  ofUnion(type: ComplexType): FastFunction | undefined {
    return this.unions.get(type);
  }

  /** Of elements declared with a type that is known to have one. */
  of(type: ComplexType): FastFunction {
    return (this.unions.get(type) ?? this.objects.get(type))!;
  }
}

/** Every complex type that elements of these types lead to, or more than are wanted. */
function shapesReachedFrom(types: readonly (SimpleType | ComplexType)[]): ReadonlyMap<ComplexType, Shape> {
  const shapes = new Map<ComplexType, Shape>();
  const todo = [...types];
  for (let type = todo.pop(); type !== undefined && shapes.size <= TYPES_MAX; type = todo.pop()) {
    if (type.kind !== "complex" || shapes.has(type)) continue;
    const shape = shapeOf(type);
    shapes.set(type, shape);
    todo.push(...type.derived, ...typesOf(shape));
  }
  return shapes;
}

/** The complex types of what is inside. */
const typesOf = ({ members }: Shape): readonly ComplexType[] =>
  propertiesOf(members)
    .map(memberOf)
    .flatMap((member) => (member.kind !== "raw" && member.type.kind === "complex" ? [member.type] : []));

function isPredictable(type: ComplexType, { attributes, members }: Shape): boolean {
  const elements = elementsIn(members);
  const names = new Set(elements.map(nameKey));
  const last = members.at(-1);
  return (
    type.soapArray === undefined &&
    elements.length <= MEMBERS_MAX &&
    names.size === elements.length &&
    attributes.length <= FAST_ATTRIBUTES_MAX &&
    attributes.every(({ attribute }) => attribute.uri === "" && attribute.constraint?.name === undefined) &&
    [...elements, ...attributes.map(({ attribute }) => attribute)].every(isShort) &&
    propertiesOf(members).every((property) => {
      if (property.kind === "element") {
        return property.element.type.kind !== "complex" || property.element.constraint === undefined;
      }
      // What a wildcard at the end takes is a surprise, that there is nothing is none.
      const isAbsent = property === last && memberOf(property).countMin === 0;
      return property.kind === "group" || (isAbsent && type.form === "element");
    })
  );
}

/** The elements in the content of a type, those in repeated groups included. */
const elementsIn = (members: readonly ShapeMember[]): readonly ElementMember[] =>
  propertiesOf(members).flatMap((property) => {
    if (property.kind === "element") return [property.element];
    return property.kind === "raw" ? [] : elementsIn(shapeOf(property.group.type).members);
  });

const isShort = ({ local }: { readonly local: string }): boolean =>
  Buffer.byteLength(local) <= FAST_NAME_BYTES_MAX;
