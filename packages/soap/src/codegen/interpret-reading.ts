import type { Decoder } from "../decoder.ts";
import { manyGroups, oneGroup, optionalGroup } from "../groups.ts";
import { manyRaw, oneRaw, optionalRaw, seesRaw } from "../raw-xml.ts";
import { beginningsOf } from "./beginnings.ts";
import { type Parts, put, type Values } from "./interpret-parts.ts";
import type { AttributeMember, ComplexType, Member } from "./model.ts";
import { repeatsNames } from "./repeated-names.ts";
import {
  type AllProperties,
  type ChoiceProperties,
  memberOf,
  type MemberProperty,
  type Shape,
  type ShapeMember,
} from "./shape.ts";
import { nameKey } from "./xml-tree.ts";

/** Takes the next thing on the wire into the object. */
type Reading = (from: Decoder, value: Values) => void;

/** Does what the code that `ReadingWriter` writes does. */
export class ReadingInterpreter {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Reads an element of this type from its attributes through its end tag. */
  object(type: ComplexType, shape: Shape): readonly Reading[] {
    const { parts } = this;
    const { namespace, local } = parts.typeName(type);
    const readings = shape.attributes.map(({ property, attribute }) => this.attribute(property, attribute));
    if (shape.attributeWildcards.length > 0) {
      const accepts = parts.nameTest(shape.attributeWildcards);
      const known = new Set(shape.attributes.map(({ attribute }) => nameKey(attribute)));
      readings.push((from, value) => put(value, "$attributes", from.otherAttributes(accepts, known)));
    }
    if (type.simpleContent !== undefined) {
      const scalar = parts.scalarOf(type.simpleContent);
      readings.push((from, value) => put(value, "$value", from.simpleContent(scalar, namespace, local)));
      return readings;
    }
    const members = shape.members.map((member) => this.member(member));
    if (type.form === "group") return [...readings, ...members];
    const order = repeatsNames(type) ? "in order" : undefined;
    return [...readings, (from) => from.open(namespace, local, order), ...members, (from) => from.close()];
  }

  private attribute(property: string, attribute: AttributeMember): Reading {
    const { parts } = this;
    const { required, constraint, type } = attribute;
    const { namespace, local } = parts.name(attribute);
    const scalar = constraint?.kind === "fixed" ? parts.fixed(type, constraint) : parts.scalarOf(type);
    if (required) return (from, value) => put(value, property, from.attribute(namespace, local, scalar));
    if (constraint === undefined) {
      return (from, value) => put(value, property, from.optionalAttribute(namespace, local, scalar));
    }
    const { text, name } = constraint;
    if (name !== undefined) {
      return (from, value) => put(value, property, from.optionalAttribute(namespace, local, scalar) ?? name);
    }
    return (from, value) => put(value, property, from.attributeOr(namespace, local, scalar, text));
  }

  private member(member: ShapeMember): Reading {
    if (member.kind === "choice") return this.choice(member);
    if (member.kind === "all") return this.all(member);
    const read = this.one(member);
    return (from, value) => put(value, member.property, read(from));
  }

  /** Whatever comes next of what has not come yet. */
  private all({ members }: AllProperties): Reading {
    const known = members.map((member) => ({
      property: member.property,
      local: memberOf(member).local,
      isRequired: memberOf(member).countMin > 0 || memberOf(member).countMax > 1,
      begins: this.begins([memberOf(member)]),
      read: this.one(member),
    }));
    return (from, value) => {
      const missing = new Set(known);
      for (;;) {
        const next = known.find((one) => missing.has(one) && one.begins(from));
        if (next === undefined) break;
        missing.delete(next);
        put(value, next.property, next.read(from));
      }
      for (const { isRequired, local } of missing) if (isRequired) from.missing(local);
    };
  }

  private one(member: MemberProperty): (from: Decoder) => unknown {
    const { parts } = this;
    const { property } = member;
    const { countMin, countMax } = memberOf(member);
    if (member.kind === "element") {
      const { namespace, local } = parts.name(member.element);
      const codec = parts.elementCodec(member.element);
      if (countMax > 1) return (from) => from.many(namespace, local, codec, countMin, countMax);
      return countMin === 0
        ? (from) => from.optional(namespace, local, codec)
        : (from) => from.one(namespace, local, codec);
    }
    if (member.kind === "raw") {
      const accepts = parts.nameTest([member.raw.accepts]);
      if (countMax > 1) return (from) => manyRaw(from, property, accepts, countMin, countMax);
      return countMin === 0
        ? (from) => optionalRaw(from, property, accepts)
        : (from) => oneRaw(from, property, accepts);
    }
    const begins = this.begins(member.group.type.members);
    const codec = parts.codecOf(member.group.type);
    if (countMax > 1) {
      return (from) => manyGroups(from, property, () => begins(from), codec, countMin, countMax);
    }
    return countMin === 0
      ? (from) => optionalGroup(from, property, begins(from), codec)
      : (from) => oneGroup(from, property, begins(from), codec);
  }

  private choice({ choice, alternatives, noneAllowed }: ChoiceProperties): Reading {
    const branches = alternatives.map((alternative, index) => ({
      begins: this.begins(choice.alternatives[index]!),
      readings: alternative.map((member) => this.member(member)),
    }));
    const names = beginningsOf([{ ...choice, noneAllowed: false }]).map(({ local }) => local);
    return (from, value) => {
      const branch = branches.find(({ begins }) => begins(from));
      if (branch !== undefined) for (const read of branch.readings) read(from, value);
      else if (!noneAllowed) from.missing(...names);
    };
  }

  private begins(members: readonly Member[]): (from: Decoder) => boolean {
    const { parts } = this;
    const tests = beginningsOf(members).map((member) => {
      if (member.kind === "raw") {
        const accepts = parts.nameTest([member.accepts]);
        return (from: Decoder) => seesRaw(from, accepts);
      }
      const { namespace, local } = parts.name(member);
      return (from: Decoder) => from.sees(namespace, local);
    });
    return (from) => tests.some((sees) => sees(from));
  }
}
