// Each rule, shown one house that breaks it and one that does not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  importsPastTheDoor,
  mocksInProduction,
  undeclaredImports,
  unusedWorkspaceDependencies,
  versionsDecidedElsewhere,
} from "./borders.ts";
import { importCycles } from "./cycles.ts";
import {
  importsThatDoNotPointDown,
  mocksThatShareCode,
  packagesWithoutFloor,
  testMaterialOutsideTests,
} from "./floors.ts";
import {
  defaultExports,
  filesNamedForNothing,
  filesTooLong,
  starExports,
  strangersAtTheTop,
} from "./habits.ts";
import { readRepository, type Repository, repositoryOf } from "./repository.ts";

const HOUSE: Record<string, string> = Object.fromEntries(
  [
    ["packages/core", "core"],
    ["packages/http", "http"],
    ["packages/cache", "cache"],
    ["packages/soap", "soap"],
    ["packages/adapter-kit", "adapter-kit"],
    ["packages/mock-kit", "mock-kit"],
    ["packages/cli", "cli"],
    ["adapters/crm", "adapter-crm"],
    ["adapters/erp", "adapter-erp"],
    ["mocks/crm", "mock-crm"],
    ["mocks/seed", "mock-seed"],
    ["mocks/server", "mock-server"],
    ["bffs/web", "bff-web"],
    ["bffs/mobile", "bff-mobile"],
  ].map(([folder, name]) => {
    const exports = { ".": "./src/index.ts", "./testing": "./src/testing/index.ts", "./msw": "./src/msw.ts" };
    return [`${folder}/package.json`, JSON.stringify({ name: `@portico/${name}`, exports })];
  }),
);

/** A house with all packages, in which these files are the only ones. */
const houseWith = (files: Record<string, string>): Repository => repositoryOf({ ...HOUSE, ...files });
/** The same with a second line that imports `specifier`. */
const importing = (path: string, specifier: string): Repository =>
  houseWith({ [path]: `// first line\nimport { x } from "${specifier}";\n` });

test.each([
  ["packages/core/src/a.ts", "@portico/http", "up (core → capability)"],
  ["packages/cache/src/a.ts", "@portico/http", "sideways (capability → capability)"],
  ["packages/soap/src/a.ts", "@portico/adapter-crm", "up (protocol → backend)"],
  ["packages/adapter-kit/src/a.ts", "@portico/mock-kit", "sideways (kit → kit)"],
  ["adapters/crm/src/a.ts", "@portico/adapter-erp", "sideways (backend → backend)"],
  ["adapters/crm/src/a.test.ts", "@portico/adapter-erp", "sideways (backend → backend)"],
  ["adapters/crm/src/a.ts", "@portico/mock-crm", "sideways (backend → backend)"],
  ["mocks/crm/src/a.ts", "@portico/mock-server", "sideways (backend → backend)"],
  ["bffs/web/src/a.ts", "@portico/bff-mobile", "sideways (product → product)"],
  ["bffs/web/src/a.ts", "@portico/cli", "up (product → tools)"],
  ["packages/core/src/a.test.ts", "@portico/mock-crm", "up (core → backend)"],
])("%s may not import %s", (path, specifier, why) => {
  expect(importsThatDoNotPointDown(importing(path, specifier))).toEqual([
    `${path}:2: imports ${specifier}, which goes ${why}`,
  ]);
});

test.each([
  ["bffs/web/src/a.ts", "@portico/adapter-crm"],
  ["bffs/web/test/home.test.ts", "@portico/mock-crm"],
  ["adapters/crm/src/a.ts", "@portico/core"],
  ["adapters/crm/src/a.test.ts", "@portico/mock-crm"],
  ["mocks/crm/src/a.ts", "@portico/mock-seed"],
  ["mocks/server/src/a.ts", "@portico/mock-crm"],
  ["packages/cli/src/a.ts", "@portico/soap"],
  ["packages/core/src/a.test.ts", "@portico/core"],
  [".dev/a.ts", "@portico/bff-web"],
])("%s may import %s", (path, specifier) => {
  const house = importing(path, specifier);
  expect(importsThatDoNotPointDown(house)).toEqual([]);
  expect(testMaterialOutsideTests(house)).toEqual([]);
});

test.each([
  ["an import of a type", 'import type { X } from "@portico/http";'],
  ["a re-export", 'export { x } from "@portico/http";'],
  ["a dynamic import", 'const x = import("@portico/http");'],
  ["a type in place", 'type X = import("@portico/http").X;'],
  ["an import for its effect", 'import "@portico/http";'],
])("%s counts as an import", (_, text) => {
  expect(importsThatDoNotPointDown(houseWith({ "packages/core/src/a.ts": text }))).toHaveLength(1);
});

test("a new package needs a floor", () => {
  const house = houseWith({ "packages/attic/package.json": '{ "name": "@portico/attic" }' });
  expect(packagesWithoutFloor(house)).toEqual([
    expect.stringContaining("packages/attic/package.json:1: has no floor"),
  ]);
});

test.each([
  ["mocks/crm/src/a.ts", "@portico/soap"],
  ["mocks/crm/src/a.test.ts", "@portico/adapter-crm"],
  ["packages/mock-kit/src/a.ts", "@portico/soap"],
])("%s may not share code: %s", (path, specifier) => {
  expect(mocksThatShareCode(importing(path, specifier))).toEqual([
    `${path}:2: a mock shares no code with ${specifier}`,
  ]);
});

test.each([
  ["bffs/web/src/app.ts", "@portico/mock-crm"],
  ["adapters/crm/src/a.ts", "@portico/adapter-kit/testing"],
  ["adapters/crm/src/a.ts", "@portico/mock-kit/msw"],
])("%s may not import %s: it is for tests", (path, specifier) => {
  expect(testMaterialOutsideTests(importing(path, specifier))).toEqual([
    `${path}:2: ${specifier} is for tests only`,
  ]);
});

test.each([
  ["adapters/crm/test/conformance.test.ts", "@portico/adapter-kit/testing"],
  ["adapters/crm/src/testing/index.ts", "@portico/adapter-kit/testing"],
  ["mocks/crm/src/msw.ts", "@portico/mock-kit/msw"],
  [".dev/a.ts", "@portico/mock-server"],
])("%s may import %s: it is made for that", (path, specifier) => {
  expect(testMaterialOutsideTests(importing(path, specifier))).toEqual([]);
});

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

test("a long file is named unless it is generated", () => {
  const text = "export {};\n".repeat(301);
  const house = houseWith({ "packages/core/src/a.ts": text, "adapters/crm/generated/crm.gen.ts": text });
  expect(filesTooLong(house)).toEqual([expect.stringContaining("packages/core/src/a.ts:300: has 301 lines")]);
  expect(filesTooLong(houseWith({ "packages/core/src/a.ts": text.slice("export {};\n".length) }))).toEqual(
    [],
  );
});

test("export * is named with its line", () => {
  const house = houseWith({
    "packages/core/src/a.ts": '\nexport * from "./b.ts";\nexport * as c from "./c.ts";',
  });
  expect(starExports(house).map((violation) => violation.slice(0, 24))).toEqual([
    "packages/core/src/a.ts:2",
    "packages/core/src/a.ts:3",
  ]);
});

test("a default export is named in each of its spellings; configuration of tools may have one", () => {
  const house = houseWith({
    "packages/core/src/a.ts": "export default 1;",
    "packages/core/src/b.ts": "const b = 1;\nexport { b as default };",
    "vitest.config.ts": "export default {};",
  });
  expect(defaultExports(house).map((violation) => violation.slice(0, 24))).toEqual([
    "packages/core/src/a.ts:1",
    "packages/core/src/b.ts:2",
  ]);
});

test("a file named for nothing is named", () => {
  const files = ["utils.ts", "string-util.ts", "helpers/a.ts", "misc.test.ts", "utility-bill.ts"];
  const house = houseWith(Object.fromEntries(files.map((file) => [`packages/core/src/${file}`, ""])));
  expect(filesNamedForNothing(house)).toHaveLength(4);
});

test("a checkout is read from the disk, without what is installed or built there", () => {
  const root = mkdtempSync(join(tmpdir(), "portico-house-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("package.json", '{ "name": "portico" }');
  write("todo.txt", "");
  write(".idea/workspace.xml", "");
  write("npm-debug.log", "");
  write("node_modules/undici/index.js", "export default 1;");
  write("packages/core/package.json", '{ "name": "@portico/core" }');
  write("packages/core/src/index.ts", "export {};");
  write("packages/core/node_modules/zod/index.js", "export default 1;");
  write(".dev/start.mjs", "export {};");

  const house = readRepository(root);
  expect(house.packages.map(({ name }) => name).toSorted()).toEqual(["@portico/core", "portico"]);
  expect(house.sourceFiles.map(({ path }) => path).toSorted()).toEqual([
    ".dev/start.mjs",
    "packages/core/src/index.ts",
  ]);
  expect(strangersAtTheTop(house)).toEqual([expect.stringContaining("todo.txt: does not belong at the top")]);
});
