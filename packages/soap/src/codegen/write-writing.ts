import type { CodecExpressions } from "./codec-expressions.ts";
import type { ElementTexts } from "./element-texts.ts";
import type { AttributeMember, ComplexType, ElementMember } from "./model.ts";
import {
  type ChoiceProperties,
  memberOf,
  type MemberProperty,
  propertiesOf,
  type Shape,
  type ShapeMember,
} from "./shape.ts";
import { literal } from "./text.ts";

/** How an element is written that a property of this name holds. */
export function writingOf(expressions: CodecExpressions, element: ElementMember, property: string): string {
  const { countMin, countMax } = element;
  const value = expressions.property(property);
  const counts = countMax > 1 ? `, ${countMin}, ${countMax}` : "";
  const method = countMax > 1 ? "many" : countMin === 0 ? "optional" : "one";
  return `to.${method}(${expressions.tag(element)}, ${value}, ${expressions.elementCodec(element)}${counts});`;
}

/** Writes how one object is written. */
export class WritingWriter {
  private readonly expressions: CodecExpressions;
  private readonly elements: ElementTexts;

  /** @param elements what `writingOf` writes of properties that are called as their elements */
  constructor(expressions: CodecExpressions, elements: ElementTexts) {
    this.expressions = expressions;
    this.elements = elements;
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
    for (const member of shape.members) this.member(member, statements);
    return statements.join("\n");
  }

  private attribute(property: string, { uri, local, required, type, constraint }: AttributeMember): string {
    const { expressions } = this;
    const method = required ? "attribute" : "optionalAttribute";
    const codec =
      constraint?.kind === "fixed" ? expressions.fixed(type, constraint) : expressions.codecOf(type);
    return `to.${method}(${expressions.name({ uri, local })}, ${expressions.property(property)}, ${codec});`;
  }

  private member(member: ShapeMember, statements: string[]): void {
    if (member.kind === "choice") this.choice(member, statements);
    else if (member.kind === "all") for (const one of member.members) statements.push(this.one(one));
    else statements.push(this.one(member));
  }

  private one(member: MemberProperty): string {
    const { expressions } = this;
    if (member.kind === "element") {
      const { element, property } = member;
      return property === element.local
        ? this.elements.of(element)
        : writingOf(expressions, element, property);
    }
    const { countMin, countMax } = memberOf(member);
    const value = expressions.property(member.property);
    const counts = countMax > 1 ? `, ${countMin}, ${countMax}` : "";
    const howMany = countMax > 1 ? "Many" : countMin === 0 ? "Optional" : "One";
    const parameters = `to, ${literal(member.property)}, ${value}`;
    if (member.kind === "raw") {
      const write = expressions.imports.value(`write${howMany}Raw`);
      return `${write}(${parameters}, ${expressions.nameTest([member.raw.accepts])}${counts});`;
    }
    const write = expressions.imports.value(`write${howMany}Group${countMax > 1 ? "s" : ""}`);
    return `${write}(${parameters}, ${expressions.codecOf(member.group.type)}${counts});`;
  }

  private choice({ alternatives, noneAllowed }: ChoiceProperties, statements: string[]): void {
    const properties = alternatives.map(propertiesOf);
    const given = properties.map((own) =>
      own.map(({ property }) => `${this.expressions.property(property)} !== undefined`).join(" || "),
    );
    const names = properties.map((own) => own[0]!.property).join("|");
    statements.push(`to.choice(${literal(names)}, [${given.join(", ")}], ${noneAllowed});`);
    alternatives.forEach((alternative, index) => {
      statements.push(`if (${given[index]}) {`);
      for (const member of alternative) this.member(member, statements);
      statements.push("}");
    });
  }
}
