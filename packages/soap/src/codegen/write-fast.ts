import { beginningsOf } from "./beginnings.ts";
import { leansOnPrefixes } from "./built-in-types.ts";
import { behind, isAt } from "./byte-tests.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import { ExpectedTags } from "./expected-tags.ts";
import { fastFunction } from "./fast-function.ts";
import type { FastFunction, FastTypes } from "./fast-types.ts";
import type { AttributeMember, Member, SimpleType } from "./model.ts";
import { camelCase, Names } from "./names.ts";
import type { ObjectPlan } from "./plan.ts";
import {
  type ChoiceProperties,
  distinct,
  type ElementProperty,
  mayBeAbsent,
  memberOf,
  type MemberProperty,
  propertiesOf,
  type Shape,
  type ShapeMember,
} from "./shape.ts";
import { comment, keyOf, literal } from "./text.ts";
import { type ChosenAlternative, ObjectWriter } from "./write-object.ts";
import { typeOfMember } from "./write-types.ts";

/** Makes a statement that keeps what an expression says. */
type Keep = (expression: string) => string;

const SURPRISE = "throw SURPRISE;";
/** What `xmlns` begins with, and few attributes do. */
const LETTER_X = "0x78";
const PAST_DECLARATIONS = "at = from.declarations(at, start);";
const PAST_SPACE = "if (bytes[at] !== 0x3c) at = from.space(at);";

/** Writes how one object is read by the bytes that are expected of it. */
export class FastWriter {
  private readonly expressions: CodecExpressions;
  private readonly types: FastTypes;
  private readonly plan: ObjectPlan;
  private readonly locals: Names;
  private readonly object: ObjectWriter;
  private readonly tags: ExpectedTags;

  constructor(expressions: CodecExpressions, types: FastTypes, plan: ObjectPlan) {
    this.expressions = expressions;
    this.types = types;
    this.plan = plan;
    this.locals = new Names(expressions.plan.names);
    for (const name of ["at", "start", "inside", "bytes", "view"]) this.locals.take(name);
    this.tags = new ExpectedTags(expressions, types, this.locals);
    this.object = new ObjectWriter(plan, expressions.imports);
  }

  write({ name, begins }: FastFunction, shape: Shape): string {
    const { imports } = this.expressions;
    imports.value("SURPRISE");
    const { type, typeName } = this.plan;
    const attributes = shape.attributes.map(({ property, attribute }) => this.attribute(property, attribute));
    const content =
      type.simpleContent === undefined ? this.content(shape.members) : this.text(type.simpleContent);
    const isElement = type.form === "element" && type.simpleContent === undefined;
    const mayDeclare = begins === "element" && isElement;
    // Attributes have been read by then, and what is declared behind them is in force in them, too.
    const mayDeclareLast =
      mayDeclare && !shape.attributes.some(({ attribute: { type: one } }) => leansOnPrefixes(one));
    const statements = [
      "let at = start;",
      ...(mayDeclare ? [`if (bytes[at + 1] === ${LETTER_X}) ${PAST_DECLARATIONS}`] : []),
      ...attributes,
      ...(mayDeclareLast ? [`if (bytes[at] !== 0x3e) ${PAST_DECLARATIONS}`] : []),
      ...(begins === "element" ? [`if (bytes[at] !== 0x3e) ${this.carefully()}`, "at++;"] : []),
      // Prefixes stand inside for what the element itself declares.
      ...this.tags.write(content),
      ...(isElement ? ["from.enter();", PAST_SPACE] : []),
      ...content,
      isElement ? "from.leave(at);" : "from.at = at;",
      this.object.write(),
      "return value;",
    ];
    return fastFunction(name, typeName, statements, imports);
  }

  private attribute(property: string, attribute: AttributeMember): string {
    const { expressions } = this;
    const { local: name, required, constraint, type } = attribute;
    const codec =
      constraint?.kind === "fixed" ? expressions.fixed(type, constraint) : expressions.codecOf(type);
    const local = this.locals.take(camelCase(property));
    const written = ` ${name}="`;
    const isThere = isAt(written, "at");
    const isOptional = !required && constraint === undefined;
    const absent = required
      ? this.carefully()
      : constraint === undefined
        ? ""
        : `${local} = from.parsed(${codec}, ${literal(constraint.text)});`;
    this.object.put(property, isOptional, local);
    return [
      `let ${local}${isOptional ? `: ${expressions.plan.typeOf(type)} | undefined` : ""};`,
      `if (${isThere}) {`,
      `// ${comment(written.trim())}`,
      `${local} = from.attribute(${codec}, ${behind("at", Buffer.byteLength(written))});`,
      "at = from.at;",
      `}${absent === "" ? "" : ` else {\n${absent}\n}`}`,
    ].join("\n");
  }

  /** What an attribute is missing or one too many for. */
  private carefully(): string {
    return `return from.carefully(${this.plan.codec}, start);`;
  }

  private text(type: SimpleType): readonly string[] {
    const local = this.locals.take("text");
    this.object.put("$value", false, local);
    return [
      `const ${local} = from.${this.types.formOf(type)}(${this.expressions.codecOf(type)}, at);`,
      "at = from.at;",
    ];
  }

  private content(members: readonly ShapeMember[]): readonly string[] {
    return members.flatMap((member) => {
      if (member.kind === "choice") return this.choice(member);
      return (member.kind === "all" ? member.members : [member]).flatMap((one) => {
        const local = this.local(one);
        if (local !== undefined) this.object.put(one.property, mayBeAbsent(one), local);
        return this.declared(one, local);
      });
    });
  }

  /** `undefined`: what it would hold is never there. */
  private local(member: MemberProperty): string | undefined {
    if (member.kind === "raw" && mayBeAbsent(member)) return undefined;
    return this.locals.take(camelCase(member.property));
  }

  private declared(member: MemberProperty, local: string | undefined): readonly string[] {
    if (local === undefined) return [];
    const type = this.typeOf(member);
    if (memberOf(member).countMax > 1) return [`const ${local}: ${type} = [];`, ...this.many(member, local)];
    const absent = mayBeAbsent(member) ? " | undefined" : "";
    return [`let ${local}: ${type}${absent};`, ...this.one(member, local)];
  }

  private typeOf(member: MemberProperty): string {
    return typeOfMember(this.expressions.plan, memberOf(member), this.expressions.imports);
  }

  private one(member: MemberProperty, local: string): readonly string[] {
    const keep: Keep = (expression) => `${local} = ${expression};`;
    return [this.branch(member, keep, mayBeAbsent(member) ? "" : SURPRISE), PAST_SPACE];
  }

  private many(member: MemberProperty, local: string): readonly string[] {
    if (member.kind === "raw") return [];
    const { countMin, countMax } = memberOf(member);
    const keep: Keep = (expression) => `${local}.push(${expression});`;
    const counts = [
      ...(countMin === 0 ? [] : [`${local}.length < ${countMin}`]),
      ...(countMax === Infinity ? [] : [`${local}.length > ${countMax}`]),
    ];
    return [
      `for (;;) {\n${this.branch(member, keep, "break;")}\n${PAST_SPACE}\n}`,
      ...(counts.length === 0 ? [] : [`if (${counts.join(" || ")}) ${SURPRISE}`]),
    ];
  }

  /** @param otherwise what happens when it is not there; `""`: nothing */
  private branch(member: MemberProperty, keep: Keep, otherwise: string): string {
    if (member.kind === "element") return this.element(member, keep, otherwise);
    if (member.kind === "raw") throw new Error("A wildcard is never expected.");
    const { type } = member.group;
    const read = keep(`${this.types.of(type).name}(from, at)`);
    return `if (${this.begins(type.members)}) {\n${read}\nat = from.at;\n}${orElse(otherwise)}`;
  }

  private element({ element }: ElementProperty, keep: Keep, otherwise: string): string {
    const { local, type, nillable, constraint } = element;
    const tag = this.tags.of(element);
    const codec = type.kind === "complex" ? undefined : this.expressions.declared(type, constraint);
    const read =
      type.kind === "complex"
        ? `${this.types.of(type).name}(from, ${tag.inside})`
        : `from.${constraint === undefined ? this.types.formOf(type) : "value"}(${codec}, ${tag.inside})`;
    const place = `${tag.prefix}, ${literal(local)}, at`;
    const odd = (method: string, value: string) =>
      `if (from.${method}(${place})) {\n${keep(value)}\nat = from.at;\n}`;
    const usual =
      `if (${tag.goesIn}) {\n// ${comment(local)}\n${keep(read)}\nat = from.at;\n` +
      `if (${tag.isNotClosed}) ${SURPRISE}\nat += ${tag.closeLength};\n}`;
    const nil = nillable ? [odd("isNil", "null")] : [];
    // What reads attributes would take that of a nil element for one of its own.
    if (codec === undefined) return [...nil, usual].join(" else ") + orElse(otherwise);
    const filled = [usual, ...nil].join(" else ");
    if (otherwise === SURPRISE) {
      return `${filled} else {\n${keep(`from.empty(${codec}, ${place})`)}\nat = from.at;\n}`;
    }
    return `${filled} else ${odd("isEmpty", `from.parsed(${codec}, "")`)}${orElse(otherwise)}`;
  }

  private choice(choice: ChoiceProperties): readonly string[] {
    const alternatives = this.object.mayChoose ? distinct(choice) : undefined;
    if (alternatives === undefined) {
      const local = this.locals.take("choice");
      this.object.all(local);
      return [`let ${local};`, this.collected(choice, local), PAST_SPACE];
    }
    const members = choice.alternatives.map((run) =>
      propertiesOf(run).map((member) => ({ member, local: this.locals.take(camelCase(member.property)) })),
    );
    this.object.choose(
      members.map((run): ChosenAlternative => ({
        isChosen: `${run[0]!.local} !== undefined`,
        parts: run.map(({ member, local }) => `${keyOf(member.property)}: ${local}!`),
      })),
    );
    const branches = members.map((run, i) => (otherwise: string) => {
      const [first, second] = run;
      if (second === undefined && memberOf(first!.member).countMax === 1) {
        return this.branch(first!.member, (expression) => `${first!.local} = ${expression};`, otherwise);
      }
      const reads = run.flatMap(({ member, local }) =>
        memberOf(member).countMax > 1
          ? [`${local} = [];`, ...this.many(member, local)]
          : this.one(member, local),
      );
      return `if (${this.begins(choice.choice.alternatives[i]!)}) {\n${reads.join("\n")}\n}${orElse(otherwise)}`;
    });
    return [
      ...members.flat().map(({ member, local }) => `let ${local}: ${this.typeOf(member)} | undefined;`),
      inTurn(branches, SURPRISE),
      PAST_SPACE,
    ];
  }

  /** Leaves the properties of the alternative that is there as an object in a local. */
  private collected({ choice, alternatives, noneAllowed }: ChoiceProperties, local: string): string {
    const branches = alternatives.map((run, i) => (otherwise: string) => {
      const [first, second] = run;
      if (second === undefined && first!.kind === "element" && memberOf(first!).countMax === 1) {
        const keep: Keep = (expression) => `${local} = { ${keyOf(first!.property)}: ${expression} };`;
        return this.element(first!, keep, otherwise);
      }
      const parts: string[] = [];
      const reads = run.flatMap((member) => this.part(member, parts));
      return (
        `if (${this.begins(choice.alternatives[i]!)}) {\n${reads.join("\n")}\n` +
        `${local} = { ${parts.join(", ")} };\n}${orElse(otherwise)}`
      );
    });
    return inTurn(branches, noneAllowed ? `${local} = {};` : SURPRISE);
  }

  private part(member: ShapeMember, parts: string[]): readonly string[] {
    if (member.kind === "all") throw new Error("No schema has an xs:all in a choice.");
    if (member.kind === "choice") {
      const local = this.locals.take("choice");
      parts.push(`...${local}`);
      return [`let ${local};`, this.collected(member, local), PAST_SPACE];
    }
    const local = this.local(member);
    if (local === undefined) return [];
    const { property } = member;
    parts.push(
      mayBeAbsent(member)
        ? `...${this.expressions.imports.value("present")}(${literal(property)}, ${local})`
        : `${keyOf(property)}: ${local}`,
    );
    return this.declared(member, local);
  }

  private begins(members: readonly Member[]): string {
    return beginningsOf(members)
      .flatMap((member) => (member.kind === "element" ? [`(${this.tags.of(member).opens})`] : []))
      .join(" || ");
  }
}

const orElse = (otherwise: string): string =>
  otherwise === "" ? "" : ` else ${otherwise.startsWith("if (") ? otherwise : `{\n${otherwise}\n}`}`;

/** Each branch is what happens where those before were not taken. */
const inTurn = (branches: readonly ((otherwise: string) => string)[], otherwise: string): string =>
  branches.reduceRight((rest, branch) => branch(rest), otherwise);
