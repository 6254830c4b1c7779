import { builtInOf } from "./built-in-types.ts";
import type { AttributeMember, ElementMember, Origin, SimpleType } from "./model.ts";
import type { ObjectPlan, Plan, ScalarPlan, UnionPlan } from "./plan.ts";
import { type ChoiceProperties, type ElementProperty, shapeOf } from "./shape.ts";
import { comment, keyOf, literal, typeKeyOf } from "./text.ts";

/** What the adapter's author sees: their types, spelled as they spell them. */
export function writeTypes(plan: Plan): string {
  return [
    ...[...plan.scalars.values()].filter(({ values }) => values !== undefined).map(enumerationType),
    ...[...plan.unions.values()].map(unionType),
    ...[...plan.objects.values()].map((object) => objectType(plan, object)),
  ].join("\n");
}

export function generatedFrom({ title, place, doc }: Origin): string {
  const said = doc === "" ? "" : `: "${comment(doc)}"`;
  return `/** @generated from ${comment(title)}, ${comment(place.file)}:${place.line}${said} */\n`;
}

// As in `{ Frau: "1", Herr: "2" }`: where the author says in a word what a value means, that is its name.
const VALUE_NAME_CHARACTERS_MAX = 40;

function enumerationType({ type, values: names }: ScalarPlan): string {
  const values = type.values ?? [];
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

function objectType(plan: Plan, { type, typeName, discriminator }: ObjectPlan): string {
  const { attributes, members } = shapeOf(type);
  const own = [
    ...(discriminator === undefined ? [] : [`$type: ${literal(discriminator)};`]),
    ...attributes.map(({ property, attribute }) => {
      const optional = attribute.required ? "" : "?";
      return `${docOf(attribute)}${typeKeyOf(property)}${optional}: ${plan.typeOf(attribute.type)};`;
    }),
    ...(type.simpleContent === undefined ? [] : [`$value: ${plan.typeOf(type.simpleContent)};`]),
    ...members.flatMap((member) => (member.kind === "element" ? [elementProperty(plan, member)] : [])),
  ];
  const choices = members.flatMap((member) => (member.kind === "choice" ? [choiceType(plan, member)] : []));
  // An object without properties is still an object: `{}` alone would take any value.
  const object =
    own.length > 0 ? `{\n${own.join("\n")}\n}` : choices.length > 0 ? undefined : "Record<string, never>";
  const parts = [object, ...choices].filter((part) => part !== undefined);
  return `${generatedFrom(type.origin)}export type ${typeName} = ${parts.join(" & ")};\n`;
}

function elementProperty(plan: Plan, { property, element }: ElementProperty): string {
  const { countMin, countMax } = element;
  const optional = countMin === 0 && countMax === 1 ? "?" : "";
  return `${docOf(element)}${typeKeyOf(property)}${optional}: ${elementTypeOf(plan, element)};`;
}

function elementTypeOf(plan: Plan, { type, nillable, countMax }: ElementMember): string {
  const one = nillable ? `${plan.typeOf(type)} | null` : plan.typeOf(type);
  if (countMax === 1) return one;
  return nillable ? `(${one})[]` : `${one}[]`;
}

/** One object per alternative; the properties of the others are known to be absent. */
function choiceType(plan: Plan, { alternatives, noneAllowed }: ChoiceProperties): string {
  const absent = (properties: readonly ElementProperty[]) =>
    properties.map(({ property }) => `${typeKeyOf(property)}?: never;`);
  const objects = alternatives.map((alternative) => {
    const others = alternatives.filter((other) => other !== alternative).flat();
    return `{ ${[...alternative.map((one) => elementProperty(plan, one)), ...absent(others)].join("\n")} }`;
  });
  if (noneAllowed) objects.push(`{ ${absent(alternatives.flat()).join("\n")} }`);
  return `(${objects.join(" | ")})`;
}

/** What TypeScript's type does not say: the type on the wire, and the author's words. */
function docOf({ type, doc }: AttributeMember | ElementMember): string {
  const said = [type.kind === "complex" ? "" : wireTypeOf(type), comment(doc)].filter((part) => part !== "");
  return said.length === 0 ? "" : `/** ${said.join(". ")} */\n`;
}

function wireTypeOf(type: SimpleType): string {
  const { local } = builtInOf(type);
  const builtIn = local === "string" ? "" : `xs:${local}`;
  if (type.kind === "built-in" || type.values !== undefined) return builtIn;
  return [comment(type.name?.local ?? ""), builtIn].filter((part) => part !== "").join(", ");
}
