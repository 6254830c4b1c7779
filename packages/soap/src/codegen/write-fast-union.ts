import { behind, isAt } from "./byte-tests.ts";
import type { CodecExpressions } from "./codec-expressions.ts";
import { fastFunction } from "./fast-function.ts";
import type { FastTypes } from "./fast-types.ts";
import type { UnionPlan } from "./plan.ts";
import { comment } from "./text.ts";

/** Writes how an element is read that says which type it is of. */
export function writeFastUnion(expressions: CodecExpressions, types: FastTypes, plan: UnionPlan): string {
  const { name } = types.of(plan.type);
  const { imports } = expressions;
  const typed = plan.variants.flatMap(({ type }) =>
    type.name === undefined ? [] : [{ type, name: type.name }],
  );
  const blocks = [...Map.groupBy(typed, (variant) => variant.name.uri)].map(([uri, variants]) => {
    const returns = variants.map(({ type, name: { local } }) => {
      const written = `${local}">`;
      const start = behind("at", Buffer.byteLength(written));
      return `if (${isAt(written, "at")}) return ${types.ofObject(type)!.name}(from, ${start}); // ${comment(local)}`;
    });
    return `at = from.typeAt(${expressions.namespace(uri)}, start);\nif (at !== 0) {\n${returns.join("\n")}\n}`;
  });
  const own = plan.variants.find(({ type }) => type === plan.type);
  const statements = [
    ...(own === undefined
      ? []
      : [`if (bytes[start] === 0x3e) return ${types.ofObject(own.type)!.name}(from, start + 1);`]),
    "let at: number;",
    ...blocks,
    `return from.carefully(${plan.codec}, start);`,
  ];
  return fastFunction(name, plan.typeName, statements, imports);
}
