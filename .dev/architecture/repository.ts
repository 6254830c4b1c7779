import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path/posix";
import { parseSourceFile, type SourceFile } from "./source-file.ts";

/** A workspace package, or the repository itself: what stands at its top and in `.dev`. */
export interface Package {
  /** `packages/core`; empty for the repository itself. */
  readonly folder: string;
  readonly name: string;
  /** Subpaths others may import, and the file behind each: `./testing` → `packages/core/src/testing/index.ts`. */
  readonly exports: ReadonlyMap<string, string>;
  /** What it needs to run, by name, with the version as written. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** What its tests need besides. */
  readonly devDependencies: Readonly<Record<string, string>>;
  /** Its package.json, for line numbers. */
  readonly manifest: string;
}

export const isMock = ({ folder }: Package): boolean => folder.startsWith("mocks/");

export interface Repository {
  readonly packages: readonly Package[];
  readonly sourceFiles: readonly SourceFile[];
  /** Names of what lies at the top, folders with a `/` behind. */
  readonly topLevel: readonly string[];
}

/** Where source files are. Everything else at the top is documents, contracts of tools and the tools' own folders. */
const SOURCE_FOLDERS = new Set(["packages", "adapters", "mocks", "bffs", ".dev", ".ci"]);
const NOT_OURS = new Set(["node_modules", ".git", "coverage", ".DS_Store"]);
const SOURCE = /\.[cm]?[jt]s$/;

/** Reads a checkout from the disk. */
export function readRepository(root: string): Repository {
  const files: Record<string, string> = {};
  const topLevel: string[] = [];
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const { name } = entry;
    if (NOT_OURS.has(name) || name.endsWith(".log")) continue;
    topLevel.push(entry.isDirectory() ? `${name}/` : name);
    if (entry.isDirectory() ? SOURCE_FOLDERS.has(name) : SOURCE.test(name) || name === "package.json")
      readInto(files, root, name, entry.isDirectory());
  }
  return repositoryOf(files, topLevel);
}

/**
 * A repository out of nothing but its files, by path.
 *
 * @throws {SyntaxError} when a file is not what its name says
 */
export function repositoryOf(
  files: Readonly<Record<string, string>>,
  topLevel: readonly string[] = [],
): Repository {
  const entries = Object.entries(files);
  return {
    topLevel,
    packages: entries
      .filter(([path]) => /^(?:[^/]+\/[^/]+\/)?package\.json$/.test(path))
      .map(([path, text]) => readPackage(path.slice(0, -"/package.json".length), text)),
    sourceFiles: entries
      .filter(([path]) => SOURCE.test(path))
      .map(([path, text]) => parseSourceFile(path, text)),
  };
}

function readInto(files: Record<string, string>, root: string, path: string, isFolder: boolean): void {
  if (!isFolder) {
    if (SOURCE.test(path) || path.endsWith("package.json"))
      files[path] = readFileSync(join(root, path), "utf8");
    return;
  }
  for (const entry of readdirSync(join(root, path), { withFileTypes: true }))
    if (!NOT_OURS.has(entry.name)) readInto(files, root, join(path, entry.name), entry.isDirectory());
}

interface Manifest {
  readonly name?: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readPackage(folder: string, manifest: string): Package {
  const {
    name = folder,
    exports = {},
    dependencies = {},
    devDependencies = {},
  } = JSON.parse(manifest) as Manifest;
  const files = Object.entries(exports).map(([subpath, file]) => [subpath, join(folder, file)] as const);
  return { folder, name, exports: new Map(files), dependencies, devDependencies, manifest };
}
