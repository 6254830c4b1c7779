import { builtInOf, builtInTypes } from "./built-in-types.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import type { DefinedSimpleType, SimpleType } from "./model.ts";

/** The constant that is a simple type. */
export interface WrittenScalar {
  readonly codec: string;
  readonly text: string;
}

/** The simple types of a plan, each after those it is made of. */
export function writeScalars(expressions: CodecExpressions): readonly WrittenScalar[] {
  const { plan } = expressions;
  const builtIns = [...builtInTypes.keys()].map((local): SimpleType => ({ kind: "built-in", local }));
  return [
    ...builtIns.flatMap((type) => represented(type, expressions)),
    ...[...plan.scalars.values()].flatMap(({ type, codec, values }) => [
      constant(codec, sourceOf(type, values?.constant, expressions)),
      ...represented(type, expressions),
    ]),
  ];
}

function represented(type: SimpleType, expressions: CodecExpressions): readonly WrittenScalar[] {
  const { plan } = expressions;
  const codec = plan.represented.get(type.kind === "built-in" ? type.local : type);
  const choice = codec === undefined ? undefined : plan.representationOf(type);
  if (codec === undefined || choice === undefined) return [];
  return [constant(codec, expressions.represented(expressions.plainCodecOf(type), choice))];
}

const constant = (codec: string, source: string): WrittenScalar => ({
  codec,
  text: `const ${codec} = ${source};\n`,
});

function sourceOf(
  type: DefinedSimpleType,
  values: string | undefined,
  expressions: CodecExpressions,
): string {
  const { imports } = expressions;
  // A type without name gets one that no xsi:type can say.
  const name = expressions.name(type.name ?? { uri: "", local: `${type.label} value` });
  if (type.kind === "list") return `${imports.value("listOf")}(${name}, ${expressions.codecOf(type.item)})`;
  if (type.kind === "union") {
    const members = type.members.map((member) => expressions.codecOf(member));
    return `${imports.value("unionOf")}(${name}, [${members.join(", ")}])`;
  }
  const facets = type.facets.map(({ name: facet, source }) => `${facet}: ${source}`).join(", ");
  const base = expressions.plainCodecOf(type.base);
  const restricted = () => `${imports.value("restricted")}(${name}, ${base}, { ${facets} })`;
  if (values === undefined) return restricted();
  const enumeration = builtInOf(type).kind === "exact" ? "decimalEnumeration" : "enumeration";
  return `${imports.value(enumeration)}(${name}, ${facets === "" ? base : restricted()}, ${values})`;
}
