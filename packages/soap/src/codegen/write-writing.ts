import type { CodecExpressions } from "./codec-expressions.ts";
import type { AttributeMember, ComplexType } from "./model.ts";
import {
  type ChoiceProperties,
  memberOf,
  type MemberProperty,
  propertiesOf,
  type Shape,
  type ShapeMember,
} from "./shape.ts";
import { literal } from "./text.ts";

/** Writes how one object is written. */
export class WritingWriter {
  private readonly expressions: CodecExpressions;

  constructor(expressions: CodecExpressions) {
    this.expressions = expressions;
  }

  /** @param attributes the set of attribute names the type knows, where others are allowed */
  write(type: ComplexType, shape: Shape, attributes: string | undefined): string {
    const { expressions } = this;
    const statements = shape.attributes.map(({ property, attribute }) => this.attribute(property, attribute));
    if (attributes !== undefined) {
      const accepts = expressions.nameTest(shape.attributeWildcards);
      statements.push(`to.otherAttributes(value.$attributes, ${accepts}, ${attributes});`);
    }
    if (type.simpleContent !== undefined) {
      statements.push(`to.text(${expressions.codecOf(type.simpleContent)}, value.$value);`);
    }
    return [...statements, ...shape.members.flatMap((member) => this.member(member))].join("\n");
  }

  private attribute(property: string, { uri, local, required, type, constraint }: AttributeMember): string {
    const { expressions } = this;
    const method = required ? "attribute" : "optionalAttribute";
    const codec =
      constraint?.kind === "fixed" ? expressions.fixed(type, constraint) : expressions.codecOf(type);
    return `to.${method}(${expressions.name({ uri, local })}, ${expressions.property(property)}, ${codec});`;
  }

  private member(member: ShapeMember): readonly string[] {
    if (member.kind === "choice") return this.choice(member);
    return (member.kind === "all" ? member.members : [member]).map((one) => this.one(one));
  }

  private one(member: MemberProperty): string {
    const { expressions } = this;
    const { countMin, countMax } = memberOf(member);
    const value = expressions.property(member.property);
    const counts = countMax > 1 ? `, ${countMin}, ${countMax}` : "";
    if (member.kind === "element") {
      const method = countMax > 1 ? "many" : countMin === 0 ? "optional" : "one";
      return `to.${method}(${expressions.tag(member.element)}, ${value}, ${expressions.elementCodec(member.element)}${counts});`;
    }
    const howMany = countMax > 1 ? "Many" : countMin === 0 ? "Optional" : "One";
    const parameters = `to, ${literal(member.property)}, ${value}`;
    if (member.kind === "raw") {
      const write = expressions.imports.value(`write${howMany}Raw`);
      return `${write}(${parameters}, ${expressions.nameTest([member.raw.accepts])}${counts});`;
    }
    const write = expressions.imports.value(`write${howMany}Group${countMax > 1 ? "s" : ""}`);
    return `${write}(${parameters}, ${expressions.codecOf(member.group.type)}${counts});`;
  }

  private choice({ alternatives, noneAllowed }: ChoiceProperties): readonly string[] {
    const given = alternatives.map((alternative) =>
      propertiesOf(alternative)
        .map(({ property }) => `${this.expressions.property(property)} !== undefined`)
        .join(" || "),
    );
    const names = alternatives.map((alternative) => propertiesOf(alternative)[0]!.property).join("|");
    return [
      `to.choice(${literal(names)}, [${given.join(", ")}], ${noneAllowed});`,
      ...alternatives.map((alternative, index) => {
        const statements = alternative.flatMap((member) => this.member(member));
        return `if (${given[index]}) {\n${statements.join("\n")}\n}`;
      }),
    ];
  }
}
