import { expect, test } from "vitest";
import {
  importsPastTheDoor,
  mocksInProduction,
  undeclaredImports,
  unusedWorkspaceDependencies,
  versionsDecidedElsewhere,
} from "./borders.ts";
import { importCycles } from "./cycles.ts";
import { houseWith, importing } from "./testing/house.ts";

test("a mock among a package's dependencies would reach production", () => {
  const house = houseWith({
    "bffs/web/package.json":
      '{\n"name": "@portico/bff-web",\n"dependencies": {\n"@portico/mock-crm": "workspace:*" } }',
    "mocks/server/package.json":
      '{ "name": "@portico/mock-server", "dependencies": { "@portico/mock-crm": "workspace:*" } }',
  });
  expect(mocksInProduction(house)).toEqual([
    "bffs/web/package.json:4: @portico/mock-crm belongs in devDependencies",
  ]);
});

test.each([
  ["../../core/src/clock.ts", "../../core/src/clock.ts leaves the package; import the other one by its name"],
  ["@portico/core/src/clock.ts", "@portico/core does not export ./src/clock.ts"],
])("packages/http may not reach into core by %s", (specifier, why) => {
  const path = "packages/http/src/a.ts";
  expect(importsPastTheDoor(importing(path, specifier))).toEqual([`${path}:2: ${why}`]);
});

test(".dev may not reach into a package either", () => {
  expect(importsPastTheDoor(importing(".dev/a.ts", "../packages/core/src/clock.ts"))).toHaveLength(1);
});

test("what production code imports is in dependencies; tests may use devDependencies and the repository's tools", () => {
  const manifest = {
    name: "@portico/http",
    dependencies: { undici: "catalog:" },
    devDependencies: { "@portico/core": "workspace:*", "fast-check": "catalog:" },
  };
  const files = {
    "package.json": JSON.stringify({ devDependencies: { vitest: "catalog:" } }),
    "packages/http/package.json": JSON.stringify(manifest),
  };
  const everything = ["undici", "fast-check", "@portico/core", "vitest", "node:fs"]
    .map((name) => `import "${name}";`)
    .join("\n");
  expect(undeclaredImports(houseWith({ ...files, "packages/http/src/a.test.ts": everything }))).toEqual([]);
  expect(undeclaredImports(houseWith({ ...files, "packages/http/src/a.ts": everything }))).toEqual([
    "packages/http/src/a.ts:2: fast-check is not in dependencies of packages/http/package.json",
    "packages/http/src/a.ts:3: @portico/core is not in dependencies of packages/http/package.json",
    "packages/http/src/a.ts:4: vitest is not in dependencies of packages/http/package.json",
  ]);
});

test("a dependency on one of ours that nothing imports is one too many", () => {
  const manifest = '{\n"name": "@portico/http",\n"dependencies": { \n"@portico/core": "workspace:*" } }';
  const house = { "packages/http/package.json": manifest };
  expect(unusedWorkspaceDependencies(houseWith(house))).toEqual([
    "packages/http/package.json:4: nothing imports @portico/core",
  ]);
  const used = { ...house, "packages/http/src/a.ts": 'import type { Clock } from "@portico/core";' };
  expect(unusedWorkspaceDependencies(houseWith(used))).toEqual([]);
});

test("a version outside the catalog is named", () => {
  const dependencies = {
    undici: "^8.0.0",
    "@portico/core": "^0.1.0",
    zod: "catalog:",
    "@portico/cache": "workspace:*",
  };
  const house = houseWith({
    "packages/http/package.json": JSON.stringify({ name: "@portico/http", dependencies }),
  });
  expect(versionsDecidedElsewhere(house)).toEqual([
    expect.stringContaining("undici is ^8.0.0, should be catalog:"),
    expect.stringContaining("@portico/core is ^0.1.0, should be workspace:*"),
  ]);
});

test("a cycle is found through types and through packages, and named with all its files", () => {
  const house = houseWith({
    "packages/core/src/a.ts": 'import { b } from "./b.ts";',
    "packages/core/src/b.ts": '\nimport type { C } from "@portico/http";',
    "packages/http/src/index.ts": 'export { a } from "@portico/core";',
    "packages/core/src/index.ts": 'export { a } from "./a.ts";',
    "packages/core/src/leaf.ts": 'import { a } from "./a.ts"; import { b } from "./b.ts";',
  });
  expect(importCycles(house)).toEqual([
    "packages/core/src/index.ts:1: closes the cycle packages/core/src/a.ts → packages/core/src/b.ts → packages/http/src/index.ts → packages/core/src/index.ts → packages/core/src/a.ts",
  ]);
});
