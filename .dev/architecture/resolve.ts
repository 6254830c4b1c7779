import { isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";
import type { Package, Repository } from "./repository.ts";
import type { Import, SourceFile } from "./source-file.ts";

/** What an import leads to. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  /** `file` is `undefined` when the package does not export the subpath. */
  | {
      readonly kind: "package";
      readonly package: Package;
      readonly subpath: string;
      readonly file: string | undefined;
    }
  | { readonly kind: "library"; readonly name: string }
  | { readonly kind: "builtin" };

export interface ResolvedImport extends Import {
  readonly file: SourceFile;
  /** The package the importing file belongs to. */
  readonly from: Package;
  readonly target: Target;
}

/** All imports of the repository, each with both its ends. */
export function resolvedImports(repository: Repository): readonly ResolvedImport[] {
  return repository.sourceFiles.flatMap((file) => {
    const from = ownerOf(file.path, repository);
    return file.imports.map((mention) => ({
      ...mention,
      file,
      from,
      target: resolve(mention.specifier, file, repository),
    }));
  });
}

/** The package a file belongs to; the repository itself when it is in none. */
export function ownerOf(path: string, repository: Repository): Package {
  const own = repository.packages.find(({ folder }) => folder !== "" && path.startsWith(`${folder}/`));
  return own ?? repository.packages.find(({ folder }) => folder === "") ?? ROOT;
}

/** Code that runs in tests only: tests, their folders, and what is exported as `/testing` or `/msw`. */
export const isTestCode = (path: string, { exports }: Package): boolean =>
  /\.test\.[cm]?[jt]s$|\/test(?:ing)?\//.test(path) ||
  TEST_ENTRIES.some((entry) => exports.get(entry) === path);

const TEST_ENTRIES: readonly string[] = ["./testing", "./msw"];

const ROOT: Package = {
  folder: "",
  name: "",
  exports: new Map(),
  dependencies: {},
  devDependencies: {},
  manifest: "",
};

function resolve(specifier: string, file: SourceFile, { packages }: Repository): Target {
  if (specifier.startsWith(".")) return { kind: "file", path: join(dirname(file.path), specifier) };
  if (specifier.startsWith("node:")) return { kind: "builtin" };
  const [, name = specifier, rest = ""] = /^((?:@[^/]+\/)?[^/]+)(.*)$/.exec(specifier) ?? [];
  const ours = packages.find((candidate) => candidate.name === name);
  if (ours === undefined) return isBuiltin(specifier) ? { kind: "builtin" } : { kind: "library", name };
  const subpath = `.${rest}`;
  return { kind: "package", package: ours, subpath, file: ours.exports.get(subpath) };
}
