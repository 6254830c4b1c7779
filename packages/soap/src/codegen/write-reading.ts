import { beginningsOf } from "./beginnings.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import type { AttributeMember, Member } from "./model.ts";
import { camelCase, Names } from "./names.ts";
import type { ObjectPlan } from "./plan.ts";
import {
  type AllProperties,
  type ChoiceProperties,
  memberOf,
  type MemberProperty,
  type Shape,
  type ShapeMember,
} from "./shape.ts";
import { accessOf, isInherited, keyOf, literal, nameLiteral } from "./text.ts";
import { typeOfMember } from "./write-types.ts";

/** Writes how one object is read: in the order of the wire into one local per property, then the object. */
export class ReadingWriter {
  private readonly expressions: CodecExpressions;
  private readonly plan: ObjectPlan;
  private readonly locals: Names;
  private readonly statements: string[] = [];
  private readonly spread: string[] = [];
  /** The one choice whose alternatives are written out in the object, and which property it comes before. */
  private chosen:
    | { readonly local: string; readonly alternatives: readonly string[][]; readonly at: number }
    | undefined;
  private readonly required: string[] = [];
  private readonly optional: string[] = [];

  constructor(expressions: CodecExpressions, plan: ObjectPlan) {
    this.expressions = expressions;
    this.plan = plan;
    this.locals = new Names(expressions.plan.names);
    if (plan.discriminator !== undefined) this.required.push(`$type: ${literal(plan.discriminator)}`);
  }

  /** @param attributes the set of attribute names the type knows, where others are allowed */
  write(shape: Shape, attributes: string | undefined): string {
    const { expressions, statements } = this;
    const { type, typeName } = this.plan;
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
      if (type.form === "element") statements.push(`from.open(${expressions.typeName(type)});`);
      for (const member of shape.members) this.member(member);
      if (type.form === "element") statements.push("from.close();");
    }
    return [
      ...statements,
      `const value: ${typeName} = ${this.object()};`,
      ...this.optional,
      "return value;",
    ].join("\n");
  }

  /** Engines make a literal several times as fast as a spread, and a spread faster at the beginning than in the middle. */
  private object(): string {
    const { chosen, required, spread } = this;
    if (chosen === undefined) return `{ ${[...spread, ...required].join(", ")} }`;
    const { local, alternatives, at } = chosen;
    const literals = alternatives.map((properties) => {
      const parts = properties.map((property) => `${keyOf(property)}: ${accessOf(local, property)}`);
      return `{ ${[...spread, ...required.slice(0, at), ...parts, ...required.slice(at)].join(", ")} }`;
    });
    return literals
      .map((object, i) =>
        i + 1 === literals.length ? object : `${literal(alternatives[i]![0]!)} in ${local} ? ${object} : `,
      )
      .join("");
  }

  private keep(property: string, isOptional: boolean, expression: string): void {
    const local = this.locals.take(camelCase(property));
    this.statements.push(`const ${local} = ${expression};`);
    this.put(property, isOptional, local);
  }

  private put(property: string, isOptional: boolean, local: string): void {
    if (!isOptional) this.required.push(property === local ? local : `${keyOf(property)}: ${local}`);
    else if (isInherited(property)) {
      // Assigning would run the prototype's setter, or TypeScript would take the inherited one for it.
      this.required.push(`...${this.expressions.imports.value("present")}(${literal(property)}, ${local})`);
    } else this.optional.push(`if (${local} !== undefined) ${accessOf("value", property)} = ${local};`);
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
      const alternatives = this.chosen === undefined ? distinct(member) : undefined;
      if (alternatives === undefined) this.spread.push(`...${local}`);
      else this.chosen = { local, alternatives, at: this.required.length };
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
      return `if (${local} === undefined && (${begins})) ${local} = ${this.one(member)};`;
    });
    this.statements.push(`for (;;) {\n${branches.join("\nelse ")}\nelse break;\n}`);
    for (const { member, local } of locals) {
      if (mayBeAbsent(member)) this.put(member.property, true, local);
      else {
        const missing = `from.missing(${literal(memberOf(member).local)})`;
        this.required.push(`${keyOf(member.property)}: ${local} === undefined ? ${missing} : ${local}`);
      }
    }
  }

  private one(member: MemberProperty): string {
    const { expressions } = this;
    const { countMin, countMax } = memberOf(member);
    const counts = `${countMin}, ${countMax}`;
    if (member.kind === "element") {
      const parameters = `${expressions.name(member.element)}, ${expressions.elementCodec(member.element)}`;
      if (countMax > 1) return `from.many(${parameters}, ${counts})`;
      return `from.${countMin === 0 ? "optional" : "one"}(${parameters})`;
    }
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

  private choice({ choice, alternatives, noneAllowed }: ChoiceProperties): string {
    const branches = alternatives.map((alternative, index) => {
      const parts = alternative.map((member) => this.part(member));
      return `${this.begins(choice.alternatives[index]!)} ? { ${parts.join(", ")} } : `;
    });
    const names = beginningsOf([{ ...choice, noneAllowed: false }]).map(({ local }) => literal(local));
    return `${branches.join("")}${noneAllowed ? "{}" : `from.noAlternative(${names.join(", ")})`}`;
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
    const seen = beginningsOf(members).map((member) =>
      member.kind === "element"
        ? `from.sees(${expressions.name(member)})`
        : `${expressions.imports.value("seesRaw")}(from, ${expressions.nameTest([member.accepts])})`,
    );
    return seen.join(" || ");
  }
}

function mayBeAbsent(property: MemberProperty): boolean {
  const { countMin, countMax } = memberOf(property);
  return countMin === 0 && countMax === 1;
}

// More would be long to read.
const ALTERNATIVES_MAX = 3;

/** The properties of each alternative, if its first tells it from the others and all are always there. */
function distinct({ alternatives, noneAllowed }: ChoiceProperties): readonly string[][] | undefined {
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
