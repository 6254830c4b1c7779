import { builtInOf } from "./built-in-types.ts";
import type { AttributeMember, ElementMember, GroupMember, Origin, RawMember, SimpleType } from "./model.ts";
import type { ModuleImports } from "./module-imports.ts";
import { arrayOf, type ObjectPlan, type Plan, type ScalarPlan, type UnionPlan } from "./plan.ts";
import {
  type ChoiceProperties,
  memberOf,
  type MemberProperty,
  propertiesOf,
  type ShapeMember,
  shapeOf,
} from "./shape.ts";
import { comment, keyOf, literal, typeKeyOf } from "./text.ts";

/** What the adapter's author sees: their types, spelled as they spell them. */
export function writeTypes(plan: Plan, imports: ModuleImports): string {
  return [
    ...[...plan.scalars.values()].filter(({ values }) => values !== undefined).map(enumerationType),
    ...[...plan.unions.values()].map(unionType),
    ...[...plan.objects.values()].map((object) => objectType(plan, object, imports)),
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

function objectType(
  plan: Plan,
  { type, typeName, discriminator }: ObjectPlan,
  imports: ModuleImports,
): string {
  const { attributes, attributeWildcards, members } = shapeOf(type);
  const own = [
    ...(discriminator === undefined ? [] : [`$type: ${literal(discriminator)};`]),
    ...attributes.map(({ property, attribute }) => {
      const optional = attribute.required ? "" : "?";
      return `${docOf(attribute)}${typeKeyOf(property)}${optional}: ${plan.typeOf(attribute.type)};`;
    }),
    ...(attributeWildcards.length === 0 ? [] : [`$attributes?: ${imports.type("OtherAttribute")}[];`]),
    ...(type.simpleContent === undefined ? [] : [`$value: ${plan.typeOf(type.simpleContent)};`]),
  ];
  return `${generatedFrom(type.origin)}export type ${typeName} = ${contentType(plan, own, members, imports)};\n`;
}

/** An object of these lines and members. */
function contentType(
  plan: Plan,
  lines: readonly string[],
  members: readonly ShapeMember[],
  imports: ModuleImports,
): string {
  const own = [
    ...lines,
    ...members.flatMap((member): readonly string[] => {
      if (member.kind === "choice") return [];
      const properties = member.kind === "all" ? member.members : [member];
      return properties.map((property) => memberProperty(plan, property, imports));
    }),
  ];
  const choices = members.flatMap((member) =>
    member.kind === "choice" ? [choiceType(plan, member, imports)] : [],
  );
  // An object without properties is still an object: `{}` alone would take any value.
  const object =
    own.length > 0 ? `{\n${own.join("\n")}\n}` : choices.length > 0 ? undefined : "Record<string, never>";
  return [object, ...choices].filter((part) => part !== undefined).join(" & ");
}

function memberProperty(plan: Plan, property: MemberProperty, imports: ModuleImports): string {
  const member = memberOf(property);
  const optional = member.countMin === 0 && member.countMax === 1 ? "?" : "";
  return `${docOf(member)}${typeKeyOf(property.property)}${optional}: ${typeOfMember(plan, member, imports)};`;
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

/** One object per alternative; the properties of the others are known to be absent. */
function choiceType(
  plan: Plan,
  { alternatives, noneAllowed }: ChoiceProperties,
  imports: ModuleImports,
): string {
  const absent = (members: readonly ShapeMember[]) =>
    propertiesOf(members).map(({ property }) => `${typeKeyOf(property)}?: never;`);
  const objects = alternatives.map((alternative) => {
    const others = alternatives.filter((other) => other !== alternative).flat();
    const own = alternative.filter((member) => member.kind !== "choice");
    const chosen = alternative.filter((member) => member.kind === "choice");
    const lines = own.flatMap((member) =>
      (member.kind === "all" ? member.members : [member]).map((one) => memberProperty(plan, one, imports)),
    );
    const object = `{ ${[...lines, ...absent(others)].join("\n")} }`;
    return [object, ...chosen.map((choice) => choiceType(plan, choice, imports))].join(" & ");
  });
  if (noneAllowed) objects.push(`{ ${absent(alternatives.flat()).join("\n")} }`);
  return `(${objects.join(" | ")})`;
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
