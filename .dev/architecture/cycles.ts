import type { Repository } from "./repository.ts";
import { resolvedImports } from "./resolve.ts";

/** Groups of files that can only be understood all at once. Imports of types count: a reader follows them, too. */
export function importCycles(repository: Repository): string[] {
  const imports = new Map<string, { readonly path: string; readonly line: number }[]>();
  for (const { file, line, target } of resolvedImports(repository)) {
    const path = target.kind === "file" ? target.path : target.kind === "package" ? target.file : undefined;
    if (path === undefined) continue;
    imports.set(file.path, [...(imports.get(file.path) ?? []), { path, line }]);
  }

  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (
    path: string,
    line: number,
    trail: readonly { readonly path: string; readonly line: number }[],
  ) => {
    const start = trail.findIndex((step) => step.path === path);
    if (start !== -1) {
      const cycle = [...trail.slice(start).map((step) => step.path), path];
      cycles.push(`${trail.at(-1)?.path}:${line}: closes the cycle ${cycle.join(" → ")}`);
      return;
    }
    if (done.has(path)) return;
    const here = imports.get(path) ?? [];
    for (const next of here) visit(next.path, next.line, [...trail, { path, line }]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, 0, []);
  return cycles;
}
