import { isMock, type Repository } from "./repository.ts";
import { isTestCode, ownerOf, resolvedImports } from "./resolve.ts";

/** A package is reached by its name, and only where it opens a door. */
export const importsPastTheDoor = (repository: Repository): string[] =>
  resolvedImports(repository).flatMap(({ file, line, from, specifier, target }) => {
    if (target.kind === "file" && ownerOf(target.path, repository) !== from)
      return [`${file.path}:${line}: ${specifier} leaves the package; import the other one by its name`];
    if (target.kind === "package" && target.file === undefined)
      return [`${file.path}:${line}: ${target.package.name} does not export ${target.subpath}`];
    return [];
  });

/** What is imported is declared: by the package itself, or, for the tools of tests, by the repository. */
export const undeclaredImports = (repository: Repository): string[] =>
  resolvedImports(repository).flatMap(({ file, line, from, specifier, target }) => {
    if (target.kind !== "library" && target.kind !== "package") return [];
    const name = target.kind === "library" ? target.name : target.package.name;
    if (name === from.name || name in from.dependencies) return [];
    const where = `${file.path}:${line}: ${specifier}`;
    if (!isTestCode(file.path, from) && from.folder !== "")
      return [`${where} is not in dependencies of ${from.folder}/package.json`];
    const tools =
      target.kind === "library" ? repository.packages.find(({ folder }) => folder === "") : undefined;
    if (name in from.devDependencies || name in (tools?.devDependencies ?? {})) return [];
    return [`${where} is not in devDependencies of ${from.folder}/package.json`];
  });

/** A dependency on one of ours is there because something imports it. */
export const unusedWorkspaceDependencies = (repository: Repository): string[] => {
  const used = new Set(
    resolvedImports(repository).map(({ from, target }) =>
      target.kind === "package" ? `${from.name} ${target.package.name}` : "",
    ),
  );
  return dependenciesOf(repository)
    .filter(({ from, name, isOurs }) => isOurs && !used.has(`${from.name} ${name}`))
    .map(({ where, name }) => `${where}: nothing imports ${name}`);
};

/** Ours come from the workspace, all others in the one version the catalog names. */
export const versionsDecidedElsewhere = (repository: Repository): string[] =>
  dependenciesOf(repository)
    .filter(({ version, isOurs }) => version !== (isOurs ? "workspace:*" : "catalog:"))
    .map(
      ({ where, name, version, isOurs }) =>
        `${where}: ${name} is ${version}, should be ${isOurs ? "workspace:*" : "catalog:"}`,
    );

/** Mocks never reach production: whoever is not a mock lists them under devDependencies. */
export const mocksInProduction = (repository: Repository): string[] =>
  dependenciesOf(repository)
    .filter(({ from, name }) => !isMock(from) && name in from.dependencies)
    .filter(({ name }) => repository.packages.some((one) => one.name === name && isMock(one)))
    .map(({ where, name }) => `${where}: ${name} belongs in devDependencies`);

function dependenciesOf({ packages }: Repository) {
  const ours = new Set(packages.map(({ name }) => name));
  return packages.flatMap((from) =>
    Object.entries({ ...from.dependencies, ...from.devDependencies }).map(([name, version]) => ({
      from,
      name,
      version,
      isOurs: ours.has(name) || version.startsWith("workspace:"),
      where: `${from.folder === "" ? "" : `${from.folder}/`}package.json:${lineOf(name, from.manifest)}`,
    })),
  );
}

const lineOf = (name: string, manifest: string): number => {
  const index = manifest.split("\n").findIndex((line) => line.trimStart().startsWith(`"${name}":`));
  return index + 1;
};
