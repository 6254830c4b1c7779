import { builtInOf } from "./built-in-types.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import type { DefinedSimpleType } from "./model.ts";
import type { ScalarPlan } from "./plan.ts";

/** Writes the constant that is a simple type. Those it is made of come before. */
export function writeScalar({ type, codec, values }: ScalarPlan, expressions: CodecExpressions): string {
  return `const ${codec} = ${sourceOf(type, values?.constant, expressions)};\n`;
}

function sourceOf(
  type: DefinedSimpleType,
  constant: string | undefined,
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
  const base = expressions.codecOf(type.base);
  const restricted = () => `${imports.value("restricted")}(${name}, ${base}, { ${facets} })`;
  if (constant === undefined) return restricted();
  const enumeration = builtInOf(type).kind === "exact" ? "decimalEnumeration" : "enumeration";
  return `${imports.value(enumeration)}(${name}, ${facets === "" ? base : restricted()}, ${constant})`;
}
