import { isMock, type Package, type Repository } from "./repository.ts";
import { isTestCode, type ResolvedImport, resolvedImports } from "./resolve.ts";

/** The house, from the ground up. Imports go down, any number of floors; who shares a floor does not meet. */
const FLOORS: readonly { readonly name: string; readonly folders: readonly RegExp[] }[] = [
  { name: "core", folders: [/^packages\/core$/] },
  { name: "words", folders: [/^packages\/domain$/] },
  { name: "connection", folders: [/^packages\/redis$/] },
  { name: "capability", folders: [/^packages\/(?:http|resilience|cache|events|observability)$/] },
  { name: "protocol", folders: [/^packages\/soap$/] },
  { name: "kit", folders: [/^packages\/(?:bff|adapter|mock)-kit$/] },
  { name: "backend", folders: [/^adapters\//, /^mocks\//] },
  { name: "product", folders: [/^bffs\//] },
  { name: "tools", folders: [/^packages\/cli$/, /^bench$/, /^$/] },
];

const floorOf = ({ folder }: Package): number =>
  FLOORS.findIndex(({ folders }) => folders.some((one) => one.test(folder)));

/** Every package has its floor. */
export const packagesWithoutFloor = ({ packages }: Repository): string[] =>
  packages
    .filter((one) => floorOf(one) === -1)
    .map(
      ({ folder }) =>
        `${folder}/package.json:1: has no floor yet; give it one in .dev/architecture/floors.ts`,
    );

/** Imports point down, never up and never sideways. */
export const importsThatDoNotPointDown = (repository: Repository): string[] =>
  importsBetweenPackages(repository)
    .filter(({ from, to }) => floorOf(to) >= floorOf(from))
    .filter((one) => !isMockInItsPlace(one))
    .map(({ file, line, from, to, specifier }) => {
      const [own, other] = [from, to].map((one) => FLOORS[floorOf(one)]?.name ?? "unknown");
      return `${file.path}:${line}: imports ${specifier}, which goes ${own === other ? "sideways" : "up"} (${own} → ${other})`;
    });

/** A mock shares no code with what it is there to check: a shared codec hides its own bugs. */
export const mocksThatShareCode = (repository: Repository): string[] =>
  importsBetweenPackages(repository)
    .filter(({ from }) => isMock(from) || from.folder === "packages/mock-kit")
    .filter(({ to }) => /^adapters\/|^packages\/(?:soap|adapter-kit)$/.test(to.folder))
    .map(({ file, line, specifier }) => `${file.path}:${line}: a mock shares no code with ${specifier}`);

/** Mocks, `/testing` and `/msw` are for tests; `.dev`, the bench and the simulators' server run mocks because that is their job. */
export const testMaterialOutsideTests = (repository: Repository): string[] =>
  importsBetweenPackages(repository)
    .filter(({ to, subpath }) => isMock(to) || /^\.\/(?:testing|msw)$/.test(subpath))
    .filter(({ file, from }) => !isTestCode(file.path, from) && from.folder !== "" && from.folder !== "bench")
    .filter(({ from, to }) => !isMock(from) || !isMock(to))
    .map(({ file, line, specifier }) => `${file.path}:${line}: ${specifier} is for tests only`);

/** Inside a package, too: what runs in production does not lean on what is written for its tests. */
export const productionLeaningOnTests = (repository: Repository): string[] =>
  resolvedImports(repository).flatMap(({ file, line, from, specifier, target }) =>
    target.kind === "file" && isTestCode(target.path, from) && !isTestCode(file.path, from)
      ? [`${file.path}:${line}: ${specifier} is for tests only`]
      : [],
  );

interface Crossing extends ResolvedImport {
  readonly to: Package;
  readonly subpath: string;
}

const importsBetweenPackages = (repository: Repository): Crossing[] =>
  resolvedImports(repository).flatMap((one) =>
    one.target.kind === "package" && one.target.package !== one.from
      ? [{ ...one, to: one.target.package, subpath: one.target.subpath }]
      : [],
  );

/** Tests of adapters call their mock; the server runs all mocks; all mocks take their data from the seed. */
const isMockInItsPlace = ({ file, from, to }: Crossing): boolean =>
  isMock(to) &&
  (isTestCode(file.path, from)
    ? /^(?:adapters|mocks)\//.test(from.folder)
    : isMock(from) && (from.folder === "mocks/server" || to.folder === "mocks/seed"));
