import { builtInOf, builtInTypes } from "./built-in-types.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import type {
  ComplexType,
  ElementMember,
  GroupMember,
  RawMember,
  SimpleType,
  ValueConstraint,
} from "./model.ts";
import type { ObjectPlan, Plan, UnionPlan } from "./plan.ts";
import {
  type ChoiceProperties,
  memberOf,
  type MemberProperty,
  propertiesOf,
  type ShapeMember,
} from "./shape.ts";
import { constrainedText } from "./value-constraint.ts";
import { describeFacets } from "./schema-facets.ts";
import { isInherited, keyOf, literal } from "./text.ts";
import { generatedFrom } from "./write-types.ts";

/** Writes a zod schema for each type: it takes exactly the objects the codec would send. */
export class SchemaWriter {
  /** The types it writes schemas of. */
  readonly types: string[] = [];
  private hidesInherited = false;
  private readonly plan: Plan;
  private readonly expressions: CodecExpressions;

  constructor(plan: Plan, expressions: CodecExpressions) {
    this.plan = plan;
    this.expressions = expressions;
  }

  write(): string {
    return [
      ...[...this.plan.unions.values()].map((union) => this.union(union)),
      ...[...this.plan.objects.values()].map((object) => this.object(object)),
    ].join("\n");
  }

  private union({ type, typeName, variants }: UnionPlan): string {
    const members = variants.map((variant) => `${variant.typeName}Schema`);
    const schema = members.length === 0 ? "z.never()" : `z.union([${members.join(", ")}])`;
    return this.schema(typeName, type, schema);
  }

  private object({ type, shape, typeName, discriminator }: ObjectPlan): string {
    const { attributes, attributeWildcards, members } = shape;
    const properties = [
      ...(discriminator === undefined ? [] : [`$type: z.literal(${literal(discriminator)})`]),
      ...attributes.map(({ property, attribute: { type: of, required, constraint } }) => {
        const schema = constraint?.kind === "fixed" ? this.fixed(of, constraint) : this.scalar(of);
        return `${schemaKey(property)}: ${schema}${required ? "" : ".exactOptional()"}`;
      }),
      ...(attributeWildcards.length === 0
        ? []
        : [
            "$attributes: z.array(z.strictObject({ uri: z.string(), local: z.string(), value: z.string() })).exactOptional()",
          ]),
      ...(type.simpleContent === undefined ? [] : [`$value: ${this.scalar(type.simpleContent)}`]),
      ...members.flatMap((member) => this.properties(member, false)),
    ];
    const rules = members
      .filter((member) => member.kind === "choice")
      .map((choice) => `.refine(${this.expressions.imports.value("choosesOne")}(${ruleOf(choice)}))`);
    const hides = [...attributes, ...propertiesOf(members)].some(({ property }) => isInherited(property));
    if (hides) this.expressions.imports.value("ownProperties");
    this.hidesInherited ||= hides;
    const make = hides ? "ownSchemaOf" : "schemaOf";
    const schema = `z.strictObject({ ${properties.join(",\n")} })${rules.join("")}`;
    return this.schema(typeName, type, schema, make);
  }

  /** What the schemas are made with. Types may contain themselves, so each is made when it is needed. */
  get helpers(): string {
    const plain = `const schemaOf = <T>(make: () => z.ZodType) => z.lazy(make) as unknown as z.ZodType<T>;\n`;
    if (!this.hidesInherited) return plain;
    return (
      `${plain}// zod would take what every object inherits for properties of these, and cannot carry a \`__proto__\`.\n` +
      `const ownSchemaOf = <T>(make: () => z.ZodType) =>\nz.custom<T>().superRefine((value, context) => {\n` +
      `const { error } = make().safeParse(ownProperties(value));\n` +
      `for (const { path, message } of error?.issues ?? []) context.addIssue({ code: "custom", path, message });\n});\n`
    );
  }

  /** The constants of enumerations, of those that are used. */
  constants(used: ReadonlySet<string>): readonly string[] {
    return [...this.plan.scalars.values()]
      .flatMap(({ values }) => (values === undefined ? [] : [values.constant]))
      .filter((constant) => used.has(constant));
  }

  private schema(typeName: string, { origin }: ComplexType, schema: string, make = "schemaOf"): string {
    this.types.push(typeName);
    return `${generatedFrom(origin)}export const ${typeName}Schema: z.ZodType<${typeName}> = ${make}<${typeName}>(() => ${schema});\n`;
  }

  private properties(member: ShapeMember, isChosen: boolean): readonly string[] {
    if (member.kind === "choice") {
      return member.alternatives.flat().flatMap((one) => this.properties(one, true));
    }
    const single = member.kind === "all" ? member.members : [member];
    return single.map((property) => {
      const one = memberOf(property);
      const optional = isChosen || (one.countMin === 0 && one.countMax === 1) ? ".exactOptional()" : "";
      return `${schemaKey(property.property)}: ${this.value(one)}${optional}`;
    });
  }

  private value(member: ElementMember | RawMember | GroupMember): string {
    const { countMin, countMax } = member;
    const one = this.one(member);
    if (countMax === 1) return one;
    const least = countMin === 0 ? "" : `.min(${countMin})`;
    return `z.array(${one})${least}${countMax === Infinity ? "" : `.max(${countMax})`}`;
  }

  private one(member: ElementMember | RawMember | GroupMember): string {
    if (member.kind === "raw") return "z.string()";
    if (member.type.kind === "complex") {
      const schema = this.referred(member.type, member.kind === "element" ? member.constraint : undefined);
      return member.kind === "element" && member.nillable ? `${schema}.nullable()` : schema;
    }
    const constraint = member.kind === "element" ? member.constraint : undefined;
    const schema = constraint === undefined ? this.scalar(member.type) : this.preset(member.type, constraint);
    return member.kind === "element" && member.nillable ? `${schema}.nullable()` : schema;
  }

  private referred(type: ComplexType, constraint: ElementMember["constraint"]): string {
    const schema = `${this.plan.typeOf(type)}Schema`;
    if (constraint === undefined) return schema;
    const text = this.expressions.preset(constrainedText(type, constraint), constraint);
    return `${schema}.refine(({ $value }) => ${this.expressions.imports.value("takes")}(${text})($value))`;
  }

  private fixed(type: SimpleType, constraint: ValueConstraint): string {
    return this.taken(this.plain(type), this.expressions.fixed(type, constraint));
  }

  private preset(type: SimpleType, constraint: ValueConstraint): string {
    return this.taken(this.plain(type), this.expressions.preset(type, constraint));
  }

  private scalar(type: SimpleType): string {
    if (type.kind === "restricted" && type.values !== undefined) {
      const { constant } = this.plan.scalars.get(type)!.values!;
      return `z.literal(Object.values(${constant}))`;
    }
    const plain = this.plain(type);
    if (this.plan.representationOf(type) !== undefined)
      return this.taken(plain, this.expressions.codecOf(type));
    if (type.kind === "built-in" && builtInTypes.get(type.local)!.scalar === "xsString") return plain;
    const described = describeFacets(type);
    const meta = described === undefined ? "" : `.meta(${described})`;
    return `${this.taken(plain, this.expressions.codecOf(type))}${meta}`;
  }

  private taken(plain: string, codec: string): string {
    return `${plain}.refine(${this.expressions.imports.value("takes")}(${codec}))`;
  }

  /** The TypeScript type as a schema; which of its values are meant is checked by the codec. */
  private plain(type: SimpleType): string {
    const representation = this.plan.representationOf(type);
    if (typeof representation === "string") return `z.${representation}()`;
    if (representation !== undefined) return `z.custom<${this.plan.ownExports.type(representation)}>()`;
    if (type.kind === "list") return `z.array(${this.scalar(type.item)})`;
    if (type.kind === "union")
      return `z.union([${type.members.map((member) => this.scalar(member)).join(", ")}])`;
    if (type.kind === "restricted") return this.plain(type.base);
    const { typescript, kind } = builtInOf(type);
    switch (typescript) {
      case "number":
        // `z.number()` knows neither INF nor NaN.
        return kind === "small" ? "z.int()" : 'z.custom<number>((value) => typeof value === "number")';
      case "boolean":
        return "z.boolean()";
      case "Uint8Array":
        return "z.instanceof(Uint8Array)";
      case "QName":
        return "z.strictObject({ uri: z.string(), local: z.string() })";
      case "string[]":
        return "z.array(z.string())";
      case "string":
        return "z.string()";
    }
  }
}

// As `ownProperties` calls it.
const schemaKey = (property: string) => keyOf(property === "__proto__" ? "$__proto__" : property);

/** A choice as `choosesOne` wants it. */
function ruleOf({ noneAllowed, alternatives }: ChoiceProperties): string {
  const runs = alternatives.map((alternative) => `[${alternative.map(partOf).join(", ")}]`);
  return `{ noneAllowed: ${noneAllowed}, alternatives: [${runs.join(", ")}] }`;
}

function partOf(member: ShapeMember): string {
  if (member.kind === "choice") return ruleOf(member);
  return propertiesOf([member]).map(ruleOfProperty).join(", ");
}

function ruleOfProperty(property: MemberProperty): string {
  const { countMin, countMax } = memberOf(property);
  const name = literal(property.property === "__proto__" ? "$__proto__" : property.property);
  return countMin === 0 && countMax === 1 ? `{ optional: ${name} }` : name;
}
