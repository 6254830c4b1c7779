import { parseSync, Visitor } from "oxc-parser";

/** One mention of another module: an import, a re-export, `import("…")` in code or in a type. */
export interface Import {
  /** As written: `./clock.ts`, `@portico/core`, `node:fs`. */
  readonly specifier: string;
  readonly line: number;
}

export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Lines with `export *`. */
  readonly starExports: readonly number[];
  /** Lines with `export default`, in any spelling. */
  readonly defaultExports: readonly number[];
}

/** @throws {SyntaxError} when it is no TypeScript */
export function parseSourceFile(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`);

  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
  const imports: Import[] = [];
  const starExports: number[] = [];
  const defaultExports: number[] = [];
  const mention = (source: { readonly type: string; readonly value?: unknown } | null, offset: number) => {
    if (source?.type === "Literal" && typeof source.value === "string")
      imports.push({ specifier: source.value, line: lineOf(offset) });
  };

  new Visitor({
    ImportDeclaration: (node) => mention(node.source, node.start),
    ImportExpression: (node) => mention(node.source, node.start),
    TSImportType: (node) => mention(node.source, node.start),
    ExportAllDeclaration(node) {
      mention(node.source, node.start);
      starExports.push(lineOf(node.start));
    },
    ExportNamedDeclaration(node) {
      mention(node.source, node.start);
      for (const { exported, start } of node.specifiers)
        if ("name" in exported && exported.name === "default") defaultExports.push(lineOf(start));
    },
    ExportDefaultDeclaration: (node) => void defaultExports.push(lineOf(node.start)),
  }).visit(program);

  return { path, lines: text.trimEnd().split("\n").length, imports, starExports, defaultExports };
}
