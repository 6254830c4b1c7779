import {
  allAttributes,
  allMembers,
  type AttributeMember,
  type ChoiceMember,
  type ComplexType,
  type ElementMember,
} from "./model.ts";
import { PropertyNames } from "./names.ts";

export interface ElementProperty {
  readonly kind: "element";
  readonly property: string;
  readonly element: ElementMember;
}

export interface ChoiceProperties {
  readonly kind: "choice";
  readonly noneAllowed: boolean;
  readonly alternatives: readonly (readonly ElementProperty[])[];
}

/** What the object of a complex type looks like: its members, each under the property that holds it. */
export interface Shape {
  readonly attributes: readonly { readonly property: string; readonly attribute: AttributeMember }[];
  readonly members: readonly (ElementProperty | ChoiceProperties)[];
}

/**
 * Properties are spelled as elements and attributes are. An attribute with the name of an element goes to `@name`; no
 * XML name has an `@` or a `$` in it, so these and `$type` and `$value` never meet another.
 */
export function shapeOf(type: ComplexType): Shape {
  const names = new PropertyNames();
  const property = (element: ElementMember): ElementProperty => ({
    kind: "element",
    property: names.take(element.local),
    element,
  });
  const members = allMembers(type).map((member: ElementMember | ChoiceMember) =>
    member.kind === "element"
      ? property(member)
      : { ...member, alternatives: member.alternatives.map((one) => one.map(property)) },
  );
  const attributes = allAttributes(type).map((attribute) => ({
    property: names.take(names.has(attribute.local) ? `@${attribute.local}` : attribute.local),
    attribute,
  }));
  return { attributes, members };
}

export const propertiesOf = (shape: Shape): readonly ElementProperty[] =>
  shape.members.flatMap((member) => (member.kind === "element" ? [member] : member.alternatives.flat()));
