import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faultKinds } from "./faults.ts";

test("the README lists every fault, and no other", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, table = ""] = readme.split("| kind |");
  const listed = [...table.matchAll(/^\|((?: `[\w-]+`,?)+) \|/gm)].flatMap(
    ([, cell = ""]) => cell.match(/[\w-]+/g) ?? [],
  );
  expect(listed.toSorted()).toEqual(faultKinds.toSorted());
});
