import { elementTag } from "../element-tag.ts";
import type { Encoder } from "../encoder.ts";
import { writeManyGroups, writeOneGroup, writeOptionalGroup } from "../groups.ts";
import type { OtherAttribute } from "../other-attributes.ts";
import { writeManyRaw, writeOneRaw, writeOptionalRaw } from "../raw-xml.ts";
import { get, type Parts, type Values } from "./interpret-parts.ts";
import type { AttributeMember, ComplexType } from "./model.ts";
import {
  type ChoiceProperties,
  memberOf,
  type MemberProperty,
  propertiesOf,
  type Shape,
  type ShapeMember,
} from "./shape.ts";
import { nameKey } from "./xml-tree.ts";

/** Writes the next thing of the object. */
type Writing = (to: Encoder, value: Values) => void;

/** Does what the code that `WritingWriter` writes does. Values are of any type: the encoder refuses what does not fit. */
export class WritingInterpreter {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Writes attributes and content of an element of this type. */
  object(type: ComplexType, shape: Shape): readonly Writing[] {
    const { parts } = this;
    const writings = shape.attributes.map(({ property, attribute }) => this.attribute(property, attribute));
    if (shape.attributeWildcards.length > 0) {
      const accepts = parts.nameTest(shape.attributeWildcards);
      const known = new Set(shape.attributes.map(({ attribute }) => nameKey(attribute)));
      writings.push((to, value) => {
        to.otherAttributes(value["$attributes"] as readonly OtherAttribute[] | undefined, accepts, known);
      });
    }
    if (type.simpleContent !== undefined) {
      const scalar = parts.scalarOf(type.simpleContent);
      writings.push((to, value) => to.text(scalar, value["$value"]));
    }
    return [...writings, ...shape.members.flatMap((member) => this.member(member))];
  }

  private attribute(property: string, attribute: AttributeMember): Writing {
    const { parts } = this;
    const { required, type, constraint } = attribute;
    const { namespace, local } = parts.name(attribute);
    const scalar = constraint?.kind === "fixed" ? parts.fixed(type, constraint) : parts.scalarOf(type);
    return required
      ? (to, value) => to.attribute(namespace, local, get(value, property), scalar)
      : (to, value) => to.optionalAttribute(namespace, local, get(value, property), scalar);
  }

  private member(member: ShapeMember): readonly Writing[] {
    if (member.kind === "choice") return [this.choice(member)];
    return (member.kind === "all" ? member.members : [member]).map((one) => {
      const write = this.one(one);
      return (to: Encoder, value: Values) => write(to, get(value, one.property));
    });
  }

  private one(member: MemberProperty): (to: Encoder, value: unknown) => void {
    const { parts } = this;
    const { property } = member;
    const { countMin, countMax } = memberOf(member);
    if (member.kind === "element") {
      const { namespace, local } = parts.name(member.element);
      const tag = elementTag(namespace, local);
      const codec = parts.elementCodec(member.element);
      if (countMax > 1) {
        return (to, value) => to.many(tag, listed(value), codec, countMin, countMax);
      }
      return countMin === 0
        ? (to, value) => to.optional(tag, value, codec)
        : (to, value) => to.one(tag, value, codec);
    }
    if (member.kind === "raw") {
      const accepts = parts.nameTest([member.raw.accepts]);
      if (countMax > 1) {
        return (to, value) => writeManyRaw(to, property, listed(value), accepts, countMin, countMax);
      }
      const write = countMin === 0 ? writeOptionalRaw : writeOneRaw;
      return (to, value) => write(to, property, value as string | undefined, accepts);
    }
    const codec = parts.codecOf(member.group.type);
    if (countMax > 1) {
      return (to, value) => writeManyGroups(to, property, listed(value), codec, countMin, countMax);
    }
    const write = countMin === 0 ? writeOptionalGroup : writeOneGroup;
    return (to, value) => write(to, property, value, codec);
  }

  private choice({ alternatives, noneAllowed }: ChoiceProperties): Writing {
    const branches = alternatives.map((alternative) => ({
      properties: propertiesOf(alternative).map(({ property }) => property),
      writings: alternative.flatMap((member) => this.member(member)),
    }));
    const names = branches.map(({ properties }) => properties[0]!).join("|");
    return (to, value) => {
      const given = branches.map(({ properties }) =>
        properties.some((property) => get(value, property) !== undefined),
      );
      to.choice(names, given, noneAllowed);
      for (const [index, { writings }] of branches.entries()) {
        if (given[index] === true) for (const write of writings) write(to, value);
      }
    };
  }
}

/** The encoder refuses what is no array. */
const listed = (value: unknown) => value as readonly string[] | undefined;
