import {
  allAttributes,
  allAttributeWildcards,
  allMembers,
  type AttributeMember,
  type ChoiceMember,
  type ComplexType,
  type ElementMember,
  type GroupMember,
  type Member,
  type RawMember,
  type Wildcard,
} from "./model.ts";
import { PropertyNames } from "./names.ts";
import { isInherited } from "./text.ts";

export interface ElementProperty {
  readonly kind: "element";
  readonly property: string;
  readonly element: ElementMember;
}

export interface RawProperty {
  readonly kind: "raw";
  readonly property: string;
  readonly raw: RawMember;
}

export interface GroupProperty {
  readonly kind: "group";
  readonly property: string;
  readonly group: GroupMember;
}

/** A member that one property holds. */
export type MemberProperty = ElementProperty | RawProperty | GroupProperty;

export interface ChoiceProperties {
  readonly kind: "choice";
  readonly choice: ChoiceMember;
  readonly noneAllowed: boolean;
  readonly alternatives: readonly (readonly ShapeMember[])[];
}

export interface AllProperties {
  readonly kind: "all";
  readonly members: readonly MemberProperty[];
}

export type ShapeMember = MemberProperty | ChoiceProperties | AllProperties;

/** What the object of a complex type looks like: its members, each under the property that holds it. */
export interface Shape {
  readonly attributes: readonly { readonly property: string; readonly attribute: AttributeMember }[];
  /** Other attributes go to `$attributes`; empty: there may be none. */
  readonly attributeWildcards: readonly Wildcard[];
  readonly members: readonly ShapeMember[];
}

/**
 * Properties are spelled as elements and attributes are. An attribute with the name of an element goes to `@name`; no
 * XML name has an `@` or a `$` in it, so these and `$type`, `$value`, `$attributes`, `$any` and `$items` never
 * meet another.
 */
export function shapeOf(type: ComplexType): Shape {
  const names = new PropertyNames();
  const members = allMembers(type).map((member) => shapeOfMember(member, names));
  const attributes = allAttributes(type).map((attribute) => ({
    property: names.take(names.has(attribute.local) ? `@${attribute.local}` : attribute.local),
    attribute,
  }));
  return { attributes, attributeWildcards: allAttributeWildcards(type), members };
}

function shapeOfMember(member: Member, names: PropertyNames): ShapeMember {
  switch (member.kind) {
    case "choice": {
      const { kind, noneAllowed, alternatives } = member;
      return {
        kind,
        choice: member,
        noneAllowed,
        alternatives: alternatives.map((run) => run.map((one) => shapeOfMember(one, names))),
      };
    }
    case "all":
      return { kind: "all", members: member.members.map((one) => propertyOf(one, names)) };
    default:
      return propertyOf(member, names);
  }
}

function propertyOf(member: ElementMember | RawMember | GroupMember, names: PropertyNames): MemberProperty {
  const property = names.take(member.local);
  switch (member.kind) {
    case "element":
      return { kind: "element", property, element: member };
    case "raw":
      return { kind: "raw", property, raw: member };
    case "group":
      return { kind: "group", property, group: member };
  }
}

/** What a property holds, whichever kind. */
export function memberOf(property: MemberProperty): ElementMember | RawMember | GroupMember {
  switch (property.kind) {
    case "element":
      return property.element;
    case "raw":
      return property.raw;
    case "group":
      return property.group;
  }
}

export function propertiesOf(members: readonly ShapeMember[]): readonly MemberProperty[] {
  const found: MemberProperty[] = [];
  collectProperties(members, found);
  return found;
}

function collectProperties(members: readonly ShapeMember[], found: MemberProperty[]): void {
  members.forEach((member) => {
    if (member.kind === "choice") member.alternatives.forEach((run) => collectProperties(run, found));
    else if (member.kind === "all") collectProperties(member.members, found);
    else found.push(member);
  });
}

// What TypeScript's checker takes for a union grows with the cube of its members: 2 s for a hundred, 16 s for two.
const UNION_MAX = 100;

/** Whether a choice has too many alternatives for a union of them. */
export const isLarge = ({ alternatives }: ChoiceProperties): boolean => alternatives.length > UNION_MAX;

/** How many properties alternatives of choices are without, each counted for each. */
export function absencesIn(members: readonly ShapeMember[]): number {
  let absences = 0;
  for (const member of members) {
    if (member.kind !== "choice" || isLarge(member)) continue;
    const counts = member.alternatives.map((run) => propertiesOf(run).length);
    const all = counts.reduce((sum, count) => sum + count, 0);
    for (const count of counts) absences += all - count;
    for (const run of member.alternatives) absences += absencesIn(run);
  }
  return absences;
}

/** Whether there may be no property. */
export function mayBeAbsent(property: MemberProperty): boolean {
  const { countMin, countMax } = memberOf(property);
  return countMin === 0 && countMax === 1;
}

// More would be long to read.
const ALTERNATIVES_MAX = 3;

/** The properties of each alternative, if its first tells it from the others and all are always there. */
export function distinct({ alternatives, noneAllowed }: ChoiceProperties): readonly string[][] | undefined {
  if (noneAllowed || alternatives.length > ALTERNATIVES_MAX) return undefined;
  const properties: string[][] = [];
  for (const members of alternatives) {
    const own: string[] = [];
    for (const member of members) {
      if (member.kind === "choice" || member.kind === "all" || mayBeAbsent(member)) return undefined;
      own.push(member.property);
    }
    properties.push(own);
  }
  const areTold = properties.every(([first], i) => {
    return (
      first !== undefined &&
      !isInherited(first) &&
      properties.every((others, j) => i === j || !others.includes(first))
    );
  });
  return areTold ? properties : undefined;
}
