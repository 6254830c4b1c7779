import { builtInOf } from "./built-in-types.ts";
import { ElementTexts } from "./element-texts.ts";
import type { AttributeMember, ElementMember, GroupMember, Origin, RawMember, SimpleType } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { arrayOf, type ObjectPlan, type Plan, type ScalarPlan, type UnionPlan } from "./plan.ts";
import {
  type AllProperties,
  type ChoiceProperties,
  isLarge,
  memberOf,
  type MemberProperty,
  propertiesOf,
  type ShapeMember,
} from "./shape.ts";
import { comment, keyOf, literal, typeKeyOf } from "./text.ts";

/** What the adapter's author sees: their types, spelled as they spell them. */
export function writeTypes(plan: Plan, imports: ModuleImports): string {
  const objects = new ObjectTypeWriter(plan, imports);
  return [
    ...[...plan.scalars.values()].filter(({ values }) => values !== undefined).map(enumerationType),
    ...[...plan.unions.values()].map(unionType),
    ...[...plan.objects.values()].map((object) => objects.write(object)),
  ].join("\n");
}

export function generatedFrom({ title, place, doc }: Origin): string {
  const said = doc === "" ? "" : `: "${comment(doc)}"`;
  return `/** @generated from ${comment(title)}, ${comment(place.file)}:${place.line}${said} */\n`;
}

// As in `{ Frau: "1", Herr: "2" }`: where the author says in a word what a value means, that is its name.
const VALUE_NAME_CHARACTERS_MAX = 40;

function enumerationType({ type, values: names }: ScalarPlan): string {
  const values = type.kind === "restricted" ? (type.values ?? []) : [];
  const docs = new Set(values.map(({ doc }) => doc).filter((doc) => doc.length <= VALUE_NAME_CHARACTERS_MAX));
  const documented = docs.size === values.length && !docs.has("");
  const entries = values.map(({ value, doc }) => {
    const written = builtInOf(type).typescript === "number" ? String(Number(value)) : literal(value);
    return `${keyOf(documented ? doc : value)}: ${written}`;
  });
  return (
    `${generatedFrom(type.origin)}export const ${names!.constant} = { ${entries.join(", ")} } as const;\n` +
    `export type ${names!.type} = (typeof ${names!.constant})[keyof typeof ${names!.constant}];\n`
  );
}

function unionType({ type, typeName, variants }: UnionPlan): string {
  const names = variants.map((variant) => variant.typeName);
  return `${generatedFrom(type.origin)}export type ${typeName} = ${names.length === 0 ? "never" : names.join(" | ")};\n`;
}

/** Writes the types of objects. */
class ObjectTypeWriter {
  private readonly plan: Plan;
  private readonly imports: ModuleImports;
  /** Of elements that are called as the properties that hold them. */
  private readonly elements: ElementTexts;

  constructor(plan: Plan, imports: ModuleImports) {
    this.plan = plan;
    this.imports = imports;
    this.elements = new ElementTexts((element) => this.written(element.local, element));
  }

  write({ type, shape, typeName, discriminator }: ObjectPlan): string {
    const { plan, imports } = this;
    const { attributes, attributeWildcards, members } = shape;
    const own = [
      ...(discriminator === undefined ? [] : [`$type: ${literal(discriminator)};`]),
      ...attributes.map(({ property, attribute }) => {
        const optional = attribute.required ? "" : "?";
        return `${docOf(attribute)}${typeKeyOf(property)}${optional}: ${plan.typeOf(attribute.type)};`;
      }),
      ...(attributeWildcards.length === 0 ? [] : [`$attributes?: ${imports.type("OtherAttribute")}[];`]),
      ...(type.simpleContent === undefined ? [] : [`$value: ${plan.typeOf(type.simpleContent)};`]),
    ];
    return `${generatedFrom(type.origin)}export type ${typeName} = ${this.content(own, members)};\n`;
  }

  /** An object of these lines and members. */
  private content(lines: string[], members: readonly ShapeMember[]): string {
    const choices: string[] = [];
    for (const member of members) {
      if (member.kind === "choice") choices.push(this.choice(member));
      else this.properties(member, lines);
    }
    if (lines.length > 0) return [`{\n${lines.join("\n")}\n}`, ...choices].join(" & ");
    // An object without properties is still an object: `{}` alone would take any value.
    return choices.length > 0 ? choices.join(" & ") : "Record<string, never>";
  }

  private properties(member: MemberProperty | AllProperties, lines: string[]): void {
    if (member.kind === "all") for (const one of member.members) lines.push(this.property(one));
    else lines.push(this.property(member));
  }

  private property(property: MemberProperty): string {
    const isUsual = property.kind === "element" && property.property === property.element.local;
    return isUsual ? this.elements.of(property.element) : this.written(property.property, memberOf(property));
  }

  private written(property: string, member: ElementMember | RawMember | GroupMember): string {
    const optional = member.countMin === 0 && member.countMax === 1 ? "?" : "";
    return `${docOf(member)}${typeKeyOf(property)}${optional}: ${typeOfMember(this.plan, member, this.imports)};`;
  }

  /** One object for all alternatives; that only one of them is there is for the codec to know. */
  private largeChoice(choice: ChoiceProperties): string {
    const lines = propertiesOf([choice]).map((property) => {
      const member = memberOf(property);
      const type = typeOfMember(this.plan, member, this.imports);
      return `${docOf(member)}${typeKeyOf(property.property)}?: ${type};`;
    });
    return `{\n${lines.join("\n")}\n}`;
  }

  /** One object per alternative; the properties of the others are known to be absent. */
  private choice(choice: ChoiceProperties): string {
    const { alternatives, noneAllowed } = choice;
    if (isLarge(choice)) return this.largeChoice(choice);
    const absent = alternatives.map((members) =>
      propertiesOf(members).map(({ property }) => `${typeKeyOf(property)}?: never;`),
    );
    const objects = alternatives.map((alternative, index) => {
      const lines: string[] = [];
      const chosen: string[] = [];
      for (const member of alternative) {
        if (member.kind === "choice") chosen.push(this.choice(member));
        else this.properties(member, lines);
      }
      absent.forEach((others, i) => {
        if (i !== index) for (const other of others) lines.push(other);
      });
      return [`{ ${lines.join("\n")} }`, ...chosen].join(" & ");
    });
    if (noneAllowed) objects.push(`{ ${absent.flat().join("\n")} }`);
    return `(${objects.join(" | ")})`;
  }
}

/** What TypeScript calls the value of a property that is there. */
export function typeOfMember(
  plan: Plan,
  member: ElementMember | RawMember | GroupMember,
  imports: ModuleImports,
): string {
  const one = member.kind === "raw" ? imports.type("RawXml") : plan.typeOf(member.type);
  const nilled = member.kind === "element" && member.nillable ? `${one} | null` : one;
  return member.countMax === 1 ? nilled : arrayOf(nilled);
}

/** What TypeScript's type does not say: the type on the wire, and the author's words. */
function docOf(member: AttributeMember | ElementMember | RawMember | GroupMember): string {
  const wire = wireOf(member);
  if (member.doc === "") return wire === "" ? "" : `/** ${wire} */\n`;
  return `/** ${wire === "" ? "" : `${wire}. `}${comment(member.doc)} */\n`;
}

function wireOf(member: AttributeMember | ElementMember | RawMember | GroupMember): string {
  if (!("type" in member)) return "";
  const type = member.type.kind === "complex" ? "" : wireTypeOf(member.type);
  const constraint = "constraint" in member ? member.constraint : undefined;
  if (constraint === undefined) return type;
  const said = `${constraint.kind} ${comment(JSON.stringify(constraint.text))}`;
  return type === "" ? said : `${type}, ${said}`;
}

function wireTypeOf(type: SimpleType): string {
  const { local, kind } = builtInOf(type);
  const plain = local === "string" || kind === "union" || local === "list";
  const builtIn = plain ? "" : `xs:${local}`;
  if (type.kind === "built-in" || (type.kind === "restricted" && type.values !== undefined)) return builtIn;
  const name = comment(type.name?.local ?? "");
  return name === "" || builtIn === "" ? name + builtIn : `${name}, ${builtIn}`;
}
