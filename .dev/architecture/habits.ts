import type { Repository } from "./repository.ts";

const LINES_MAX = 300;

/** What may stand at the top; docs/decisions/0002-top-level-files.md says what each is for. */
export const TOP_LEVEL: ReadonlySet<string> = new Set([
  "bffs/",
  "adapters/",
  "mocks/",
  "packages/",
  "docs/",
  "bench/",
  "deploy/",
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "LICENSE",
  "architecture.test.ts",
  "package.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "tsconfig.json",
  "vitest.config.ts",
  ".gitignore",
  ".node-version",
  ".oxfmtrc.json",
  ".oxlintrc.json",
]);

/** Folders with a dot belong to a tool, ours or an editor's. */
export const strangersAtTheTop = ({ topLevel }: Repository): string[] =>
  topLevel
    .filter((name) => !TOP_LEVEL.has(name) && !/^\..*\/$/.test(name))
    .map(
      (name) => `${name}: does not belong at the top; docs/decisions/0002-top-level-files.md lists what does`,
    );

export const filesTooLong = ({ sourceFiles }: Repository): string[] =>
  sourceFiles
    .filter(({ path, lines }) => lines > LINES_MAX && !isGenerated(path))
    .map(
      ({ path, lines }) =>
        `${path}:${LINES_MAX}: has ${lines} lines, at most ${LINES_MAX} are easy to hold in mind`,
    );

export const starExports = ({ sourceFiles }: Repository): string[] =>
  sourceFiles.flatMap(({ path, starExports: lines }) =>
    lines.map((line) => `${path}:${line}: export * hides what is public; list the names`),
  );

export const defaultExports = ({ sourceFiles }: Repository): string[] =>
  sourceFiles
    .filter(({ path }) => !path.endsWith(".config.ts"))
    .flatMap(({ path, defaultExports: lines }) =>
      lines.map((line) => `${path}:${line}: a default export has no name to search for`),
    );

export const filesNamedForNothing = ({ sourceFiles }: Repository): string[] =>
  sourceFiles
    .filter(({ path }) => /(?:^|[/.-])(?:utils?|helpers?|misc)(?=[/.-])/.test(path))
    .map(({ path }) => `${path}:1: name it for what it does, or put it beside its one caller`);

const isGenerated = (path: string): boolean => /\/generated\/|\.gen\.ts$/.test(path);
