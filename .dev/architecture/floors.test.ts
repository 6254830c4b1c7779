import { expect, test } from "vitest";
import {
  importsThatDoNotPointDown,
  mocksThatShareCode,
  packagesWithoutFloor,
  productionLeaningOnTests,
  testMaterialOutsideTests,
} from "./floors.ts";
import { houseWith, importing } from "./testing/house.ts";

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

test.each(["./testing/a.ts", "./testing/index.ts", "../test/a.ts", "./a.test.ts"])(
  "production code may not import %s of its own package",
  (specifier) => {
    expect(productionLeaningOnTests(importing("mocks/crm/src/a.ts", specifier))).toEqual([
      `mocks/crm/src/a.ts:2: ${specifier} is for tests only`,
    ]);
    expect(productionLeaningOnTests(importing("mocks/crm/src/b.test.ts", specifier))).toEqual([]);
  },
);
