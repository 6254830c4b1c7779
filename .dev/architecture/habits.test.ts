import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  defaultExports,
  filesNamedForNothing,
  filesTooLong,
  starExports,
  strangersAtTheTop,
  TOP_LEVEL,
} from "./habits.ts";
import { readRepository } from "./repository.ts";
import { houseWith } from "./testing/house.ts";

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

test("the decision about the top names exactly what the rule allows", () => {
  const record = readFileSync(
    join(import.meta.dirname, "../../docs/decisions/0002-top-level-files.md"),
    "utf8",
  );
  const named = [...record.matchAll(/^\|([^|]*)\|/gm)].flatMap(
    ([, cell = ""]) => cell.match(/(?<=`)[\w./-]+(?=`)/g) ?? [],
  );
  expect(new Set(named)).toEqual(TOP_LEVEL);
});
