import { beginningsOf } from "./beginnings.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import type { ElementTexts } from "./element-texts.ts";
import type { AttributeMember, ElementMember, Member } from "./model.ts";
import { camelCase, Names } from "./names.ts";
import type { ObjectPlan } from "./plan.ts";
import { repeatsNames } from "./repeated-names.ts";
import {
  type AllProperties,
  type ChoiceProperties,
  distinct,
  isLarge,
  mayBeAbsent,
  memberOf,
  type MemberProperty,
  type Shape,
  type ShapeMember,
} from "./shape.ts";
import { accessOf, keyOf, literal, nameLiteral } from "./text.ts";
import { ObjectWriter } from "./write-object.ts";
import { typeOfMember } from "./write-types.ts";

/** How an element is read. */
export function readingOf(expressions: CodecExpressions, element: ElementMember): string {
  const { countMin, countMax } = element;
  const parameters = `${expressions.name(element)}, ${expressions.elementCodec(element)}`;
  if (countMax > 1) return `from.many(${parameters}, ${countMin}, ${countMax})`;
  return `from.${countMin === 0 ? "optional" : "one"}(${parameters})`;
}

/** Writes how one object is read: in the order of the wire into one local per property, then the object. */
export class ReadingWriter {
  private readonly expressions: CodecExpressions;
  private readonly plan: ObjectPlan;
  private readonly locals: Names;
  private readonly statements: string[] = [];
  private readonly object: ObjectWriter;
  private readonly elements: ElementTexts;

  /** @param elements what `readingOf` writes */
  constructor(expressions: CodecExpressions, plan: ObjectPlan, elements: ElementTexts) {
    this.expressions = expressions;
    this.elements = elements;
    this.plan = plan;
    this.locals = new Names(expressions.plan.names);
    this.object = new ObjectWriter(plan, expressions.imports);
  }

  /** @param attributes the set of attribute names the type knows, where others are allowed */
  write(shape: Shape, attributes: string | undefined): string {
    const { expressions, statements } = this;
    const { type } = this.plan;
    for (const { property, attribute } of shape.attributes) {
      const isAlwaysThere = attribute.required || attribute.constraint !== undefined;
      this.keep(property, !isAlwaysThere, this.attribute(attribute));
    }
    if (attributes !== undefined) {
      const accepts = expressions.nameTest(shape.attributeWildcards);
      this.keep("$attributes", true, `from.otherAttributes(${accepts}, ${attributes})`);
    }
    if (type.simpleContent !== undefined) {
      const codec = expressions.codecOf(type.simpleContent);
      this.keep("$value", false, `from.simpleContent(${codec}, ${expressions.typeName(type)})`);
    } else {
      if (type.form === "element")
        statements.push(`from.open(${expressions.typeName(type)}${this.order()});`);
      for (const member of shape.members) this.member(member);
      if (type.form === "element") statements.push("from.close();");
    }
    statements.push(this.object.write(), "return value;");
    return statements.join("\n");
  }

  /** In SOAP encoding members come in any order, unless only the order tells them apart. */
  private order(): string {
    const { type } = this.plan;
    return this.expressions.plan.encoding !== undefined && repeatsNames(type) ? ', "in order"' : "";
  }

  private keep(property: string, isOptional: boolean, expression: string): void {
    const local = this.locals.take(camelCase(property));
    this.statements.push(`const ${local} = ${expression};`);
    this.object.put(property, isOptional, local);
  }

  private attribute(attribute: AttributeMember): string {
    const { expressions } = this;
    const { required, constraint, type } = attribute;
    const codec =
      constraint?.kind === "fixed" ? expressions.fixed(type, constraint) : expressions.codecOf(type);
    const parameters = `${expressions.name(attribute)}, ${codec}`;
    if (required) return `from.attribute(${parameters})`;
    if (constraint === undefined) return `from.optionalAttribute(${parameters})`;
    if (constraint.name !== undefined) {
      return `from.optionalAttribute(${parameters}) ?? ${nameLiteral(constraint.name)}`;
    }
    return `from.attributeOr(${parameters}, ${literal(constraint.text)})`;
  }

  private member(member: ShapeMember): void {
    if (member.kind === "choice") {
      const local = this.locals.take("choice");
      this.statements.push(`const ${local} = ${this.choice(member)};`);
      const alternatives = this.object.mayChoose ? distinct(member) : undefined;
      if (alternatives === undefined) this.object.all(local);
      else this.object.choose(alternatives.map((properties) => chosenIn(local, properties)));
    } else if (member.kind === "all") this.all(member);
    else this.keep(member.property, mayBeAbsent(member), this.one(member));
  }

  /** Whatever comes next of what has not come yet. */
  private all({ members }: AllProperties): void {
    const { plan, imports } = this.expressions;
    const locals = members.map((member) => ({ member, local: this.locals.take(camelCase(member.property)) }));
    for (const { member, local } of locals) {
      this.statements.push(`let ${local}: ${typeOfMember(plan, memberOf(member), imports)} | undefined;`);
    }
    const branches = locals.map(({ member, local }) => {
      const begins = this.begins([memberOf(member)]);
      return `if (${local} === undefined && (${begins})) {\n${local} = ${this.one(member)};\ncontinue;\n}`;
    });
    // One beside the other: tools read what is nested with a stack.
    this.statements.push(`for (;;) {\n${branches.join("\n")}\nbreak;\n}`);
    for (const { member, local } of locals) {
      const isOptional = mayBeAbsent(member);
      this.object.put(member.property, isOptional, local);
      if (isOptional) continue;
      this.statements.push(
        `if (${local} === undefined) ${local} = from.missing(${literal(memberOf(member).local)});`,
      );
    }
  }

  private one(member: MemberProperty): string {
    if (member.kind === "element") return this.elements.of(member.element);
    const { expressions } = this;
    const { countMin, countMax } = memberOf(member);
    const counts = `${countMin}, ${countMax}`;
    const property = literal(member.property);
    if (member.kind === "raw") {
      const parameters = `from, ${property}, ${expressions.nameTest([member.raw.accepts])}`;
      if (countMax > 1) return `${expressions.imports.value("manyRaw")}(${parameters}, ${counts})`;
      return `${expressions.imports.value(countMin === 0 ? "optionalRaw" : "oneRaw")}(${parameters})`;
    }
    const begins = this.begins(member.group.type.members);
    const codec = expressions.codecOf(member.group.type);
    if (countMax > 1) {
      return `${expressions.imports.value("manyGroups")}(from, ${property}, () => ${begins}, ${codec}, ${counts})`;
    }
    return `${expressions.imports.value(countMin === 0 ? "optionalGroup" : "oneGroup")}(from, ${property}, ${begins}, ${codec})`;
  }

  /** An expression: the properties of the alternative that is there. */
  private choice(properties: ChoiceProperties): string {
    const { choice, alternatives, noneAllowed } = properties;
    const branches = alternatives.map((alternative, index) => ({
      begins: this.begins(choice.alternatives[index]!),
      object: `{ ${alternative.map((member) => this.part(member)).join(", ")} }`,
    }));
    const names = beginningsOf([{ ...choice, noneAllowed: false }]).map(({ local }) => literal(local));
    const otherwise = noneAllowed ? "{}" : `from.noAlternative(${names.join(", ")})`;
    if (!isLarge(properties))
      return branches.map(({ begins, object }) => `${begins} ? ${object} : `).join("") + otherwise;
    const statements = branches.map(({ begins, object }) => `if (${begins}) return ${object};`);
    return `((): Partial<${this.plan.typeName}> => {\n${statements.join("\n")}\nreturn ${otherwise};\n})()`;
  }

  /** A part of an object literal. */
  private part(member: ShapeMember): string {
    if (member.kind === "choice") return `...(${this.choice(member)})`;
    if (member.kind === "all") throw new Error("No schema has an xs:all in a choice.");
    const { property } = member;
    return mayBeAbsent(member)
      ? `...${this.expressions.imports.value("present")}(${literal(property)}, ${this.one(member)})`
      : `${keyOf(property)}: ${this.one(member)}`;
  }

  private begins(members: readonly Member[]): string {
    const { expressions } = this;
    const beginnings = beginningsOf(members);
    expressions.plan.mentions.add(beginnings.length, this.plan.type.origin.place);
    const seen = beginnings.map((member) =>
      member.kind === "element"
        ? `from.sees(${expressions.name(member)})`
        : `${expressions.imports.value("seesRaw")}(from, ${expressions.nameTest([member.accepts])})`,
    );
    return seen.join(" || ");
  }
}

const chosenIn = (local: string, properties: readonly string[]) => ({
  isChosen: `${literal(properties[0]!)} in ${local}`,
  parts: properties.map((property) => `${keyOf(property)}: ${accessOf(local, property)}`),
});
