import type { ModuleImports } from "./module-imports.ts";

/** Source of a `FastRead`; of a document's two views it has what it uses. */
export function fastFunction(
  name: string,
  typeName: string,
  statements: readonly string[],
  imports: ModuleImports,
): string {
  const body = statements.join("\n");
  const used = ["bytes", "view"].filter((view) => new RegExp(`\\b${view}\\b`).test(body));
  const views = used.length === 0 ? "" : `const { ${used.join(", ")} } = from;\n`;
  return `function ${name}(from: ${imports.type("FastDecoder")}, start: number): ${typeName} {\n${views}${body}\n}\n`;
}
