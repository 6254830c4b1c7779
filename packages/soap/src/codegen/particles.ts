import { mayBeEmpty } from "./beginnings.ts";
import type {
  ChoiceMember,
  ComplexType,
  ElementMember,
  GroupMember,
  Member,
  RawMember,
  SimpleType,
} from "./model.ts";
import { groupType } from "./group-type.ts";
import { NotCompilable } from "./not-compilable.ts";
import { type Occurrence, occurrenceOf, ONCE } from "./occurrence.ts";
import { documentationOf, originOf } from "./origin.ts";
import type { SchemaNode, SchemaSet } from "./schema-set.ts";
import { Substitutions } from "./substitutions.ts";
import { constraintOf } from "./value-constraint.ts";
import { wildcardOf } from "./wildcards.ts";
import { attributeOf, nameAttribute, nameKey, nameOf, requiredName, type XmlNode } from "./xml-tree.ts";

/** The type of an element; `raw`: anything, kept as text. */
export type ElementType = SimpleType | ComplexType | "raw";
export type ElementTypes = (element: SchemaNode, label: string) => ElementType;

type Single = ElementMember | RawMember | GroupMember;

const GROUPS_MAX = 100_000;

/** Reads content models. What it hands out is as flat as it can be without losing what belongs together. */
export class ParticleReader {
  private readonly schemas: SchemaSet;
  private readonly typeOf: ElementTypes;
  private readonly mayBeNil: (element: XmlNode) => boolean;
  private readonly substitutions: Substitutions;
  private groupsRead = 0;

  constructor(schemas: SchemaSet, typeOf: ElementTypes, mayBeNil: (element: XmlNode) => boolean) {
    this.schemas = schemas;
    this.typeOf = typeOf;
    this.mayBeNil = mayBeNil;
    this.substitutions = new Substitutions(schemas, (element, label) => this.declared(element, label, ONCE));
  }

  /** `undefined`: not a particle. `outer`: the groups we are in. */
  read(inside: SchemaNode, label: string, outer: readonly string[] = []): readonly Member[] | undefined {
    const { node } = inside;
    switch (node.local) {
      case "element":
        return this.element(inside, label);
      case "sequence":
        return this.sequence(inside, label, occurrenceOf(node), outer);
      case "choice":
        return this.choice(inside, label, occurrenceOf(node), outer);
      case "group":
        return this.group(inside, outer);
      case "any":
        return this.any(inside);
      case "all":
        return this.all(inside, label, occurrenceOf(node));
      default:
        return undefined;
    }
  }

  /** A run of members for each particle in a sequence or choice. */
  private children(
    { node, schema }: SchemaNode,
    label: string,
    outer: readonly string[],
  ): readonly (readonly Member[])[] {
    const runs: (readonly Member[])[] = [];
    for (const child of node.children) {
      if (child.local === "annotation") continue;
      const members = child.local === "all" ? undefined : this.read({ node: child, schema }, label, outer);
      if (members === undefined) {
        throw new NotCompilable(child, `xs:${child.local} does not belong into an xs:${node.local}`);
      }
      runs.push(members);
    }
    return runs;
  }

  private sequence(
    inside: SchemaNode,
    label: string,
    occurrence: Occurrence,
    outer: readonly string[],
  ): readonly Member[] {
    return repeated(this.children(inside, label, outer).flat(), occurrence, inside, label);
  }

  private choice(
    inside: SchemaNode,
    label: string,
    occurrence: Occurrence,
    outer: readonly string[],
  ): readonly Member[] {
    const runs = this.children(inside, label, outer);
    const noneAllowed = runs.some(mayBeEmpty);
    // A choice in a choice is more alternatives.
    const alternatives = runs
      .filter((run) => run.length > 0)
      .flatMap((run): readonly (readonly Member[])[] =>
        run.length === 1 && run[0]!.kind === "choice" ? run[0]!.alternatives : [run],
      );
    const [first, second] = alternatives;
    if (first === undefined) {
      if (runs.length > 0 || occurrence.countMin === 0) return [];
      throw new NotCompilable(inside.node, "a choice of nothing can never be satisfied");
    }
    const least = noneAllowed ? 0 : occurrence.countMin;
    if (second === undefined) return repeated(first, { ...occurrence, countMin: least }, inside, label);
    const choice = (none: boolean): ChoiceMember => ({ kind: "choice", noneAllowed: none, alternatives });
    if (occurrence.countMax === 0) return [];
    if (occurrence.countMax === 1) return [choice(least === 0)];
    const { countMax } = occurrence;
    return [groupOf("$items", [choice(false)], { countMin: least, countMax }, inside, `${label} choice`)];
  }

  private group(inside: SchemaNode, outer: readonly string[]): readonly Member[] {
    const { node } = inside;
    // Groups of groups of groups multiply.
    if (++this.groupsRead > GROUPS_MAX) throw new NotCompilable(node, `over ${GROUPS_MAX} uses of groups`);
    const name = requiredName(node, "ref");
    const key = nameKey(name);
    if (outer.includes(key)) throw new NotCompilable(node, `the group ${key} contains itself`);
    const group = this.schemas.find("group", name, node);
    const content = group.node.children.find(({ local }) => local !== "annotation");
    if (content === undefined) return [];
    const held = { node: content, schema: group.schema };
    const occurrence = occurrenceOf(node);
    const within = [...outer, key];
    if (content.local === "sequence") return this.sequence(held, name.local, occurrence, within);
    if (content.local === "choice") return this.choice(held, name.local, occurrence, within);
    if (content.local !== "all")
      throw new NotCompilable(content, `xs:${content.local} does not belong into a group`);
    return this.all(held, name.local, occurrence);
  }

  private all(inside: SchemaNode, label: string, { countMin, countMax }: Occurrence): readonly Member[] {
    const { node, schema } = inside;
    const members = node.children.flatMap((child): readonly Single[] => {
      if (child.local === "annotation") return [];
      if (child.local !== "element") throw new NotCompilable(child, `xs:${child.local} in an xs:all`);
      const [member] = this.element({ node: child, schema }, label);
      if (member !== undefined && member.countMax > 1) {
        throw new NotCompilable(child, "an element of an xs:all that may repeat");
      }
      return member === undefined ? [] : [member];
    });
    if (countMax > 1) throw new NotCompilable(node, "an xs:all that may repeat");
    if (countMax === 0 || members.length === 0) return [];
    const all = { kind: "all", members } as const;
    if (countMin === 1 || mayBeEmpty(members)) return [all];
    // There as a whole, or not at all.
    return [groupOf("$items", [all], { countMin: 0, countMax: 1 }, inside, `${label} all`)];
  }

  private any({ node, schema }: SchemaNode): readonly RawMember[] {
    const occurrence = occurrenceOf(node);
    if (occurrence.countMax === 0) return [];
    const accepts = wildcardOf(node, schema.targetNamespace);
    return [{ kind: "raw", local: "$any", accepts, ...occurrence, doc: documentationOf(node) }];
  }

  private element(inside: SchemaNode, label: string): readonly Single[] {
    const { node } = inside;
    const occurrence = occurrenceOf(node);
    if (occurrence.countMax === 0) return [];
    const ref = nameAttribute(node, "ref");
    if (ref === undefined) return [this.declared(inside, `${label} ${nameOf(node)}`, occurrence)];
    const declared = this.schemas.find("element", ref, node);
    const group = this.substitutions.of(ref, declared, node);
    const doc = documentationOf(node);
    if (group !== undefined) return [{ kind: "group", local: ref.local, type: group, ...occurrence, doc }];
    const member = this.declared(declared, ref.local, occurrence);
    return [doc === "" ? member : { ...member, doc }];
  }

  /** An element as its declaration says. */
  private declared(inside: SchemaNode, label: string, occurrence: Occurrence): ElementMember | RawMember {
    const { node, schema } = inside;
    const local = nameOf(node);
    const form = attributeOf(node, "form");
    const qualified =
      this.schemas.isGlobal(node) || (form === undefined ? schema.elementsQualified : form === "qualified");
    const uri = qualified ? schema.targetNamespace : "";
    const type = this.typeOf(inside, label);
    const doc = documentationOf(node);
    const { countMin, countMax } = occurrence;
    if (type === "raw") {
      return { kind: "raw", local, accepts: { kind: "named", uri, local }, countMin, countMax, doc };
    }
    const nillable = this.mayBeNil(node);
    const constraint = constraintOf(node, type);
    return { kind: "element", uri, local, type, nillable, constraint, countMin, countMax, doc };
  }
}

/** Members that come together, as often as `occurrence` says. */
function repeated(
  members: readonly Member[],
  occurrence: Occurrence,
  inside: SchemaNode,
  label: string,
): readonly Member[] {
  const { countMin, countMax } = occurrence;
  const [first, second] = members;
  if (first === undefined || countMax === 0) return [];
  if (countMax === 1 && (countMin === 1 || mayBeEmpty(members))) return members;
  if (second === undefined) {
    if (first.kind === "choice" && countMax === 1) return [{ ...first, noneAllowed: true }];
    // The same element again and again is one array, unless its runs could be told apart.
    if (
      first.kind !== "choice" &&
      first.kind !== "all" &&
      first.countMin <= 1 &&
      isOneOrMany(first.countMax)
    ) {
      return [
        {
          ...first,
          countMin: first.countMin * countMin,
          countMax: first.countMax === Infinity ? Infinity : countMax,
        },
      ];
    }
    if (first.kind === "choice") {
      const least = first.noneAllowed ? 0 : countMin;
      const content = [{ ...first, noneAllowed: false }];
      return [groupOf("$items", content, { countMin: least, countMax }, inside, `${label} choice`)];
    }
  }
  if (countMax === 1) return [{ kind: "choice", noneAllowed: true, alternatives: [members] }];
  const least = mayBeEmpty(members) ? 0 : countMin;
  return [groupOf("$items", members, { countMin: least, countMax }, inside, `${label} group`)];
}

const isOneOrMany = (count: number) => count === 1 || count === Infinity;

function groupOf(
  local: string,
  members: readonly Member[],
  occurrence: Occurrence,
  { node }: SchemaNode,
  label: string,
): GroupMember {
  const doc = documentationOf(node);
  return {
    kind: "group",
    local,
    type: groupType(members, label, originOf(node, node.local, `of ${label}`)),
    ...occurrence,
    doc,
  };
}
