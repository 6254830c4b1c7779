// The import rules of this house. Each failure names file and line. How it is meant: CONTRIBUTING.md.
import { expect, test } from "vitest";
import {
  importsPastTheDoor,
  mocksInProduction,
  undeclaredImports,
  unusedWorkspaceDependencies,
  versionsDecidedElsewhere,
} from "./.dev/architecture/borders.ts";
import { importCycles } from "./.dev/architecture/cycles.ts";
import {
  importsThatDoNotPointDown,
  mocksThatShareCode,
  packagesWithoutFloor,
  productionLeaningOnTests,
  testMaterialOutsideTests,
} from "./.dev/architecture/floors.ts";
import {
  defaultExports,
  filesNamedForNothing,
  filesTooLong,
  starExports,
  strangersAtTheTop,
} from "./.dev/architecture/habits.ts";
import { readRepository } from "./.dev/architecture/repository.ts";

const house = readRepository(import.meta.dirname);

test("the rules see the house: packages, their files and the imports between them", () => {
  expect(house.packages.map(({ name }) => name)).toContain("@portico/core");
  expect(house.sourceFiles.flatMap(({ imports }) => imports).map(({ specifier }) => specifier)).toContain(
    "@portico/core",
  );
});

test("every package has its floor", () => expect(packagesWithoutFloor(house)).toEqual([]));
test("imports point down the floors, never up and never sideways", () =>
  expect(importsThatDoNotPointDown(house)).toEqual([]));
test("a mock shares no code with what it checks", () => expect(mocksThatShareCode(house)).toEqual([]));
test("mocks, /testing and /msw are imported by tests only", () =>
  expect(testMaterialOutsideTests(house)).toEqual([]));
test("production code does not lean on what is written for tests", () =>
  expect(productionLeaningOnTests(house)).toEqual([]));
test("mocks never reach production", () => expect(mocksInProduction(house)).toEqual([]));

test("a package is imported by its name, through a door it opens", () =>
  expect(importsPastTheDoor(house)).toEqual([]));
test("what is imported is declared", () => expect(undeclaredImports(house)).toEqual([]));
test("a dependency on one of ours is used", () => expect(unusedWorkspaceDependencies(house)).toEqual([]));
test("versions are decided in one place", () => expect(versionsDecidedElsewhere(house)).toEqual([]));
test("files import each other in one direction", () => expect(importCycles(house)).toEqual([]));

test("only declared files stand at the top", () => expect(strangersAtTheTop(house)).toEqual([]));
test("no file is longer than a reader can hold in mind", () => expect(filesTooLong(house)).toEqual([]));
test("what a module offers is a list of names", () => expect(starExports(house)).toEqual([]));
test("every export has a name", () => expect(defaultExports(house)).toEqual([]));
test("no file is named for nothing", () => expect(filesNamedForNothing(house)).toEqual([]));
