import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { problemTypes } from "./problem.ts";

test("docs/problems.md lists every problem with its status, and no other", () => {
  const page = readFileSync(new URL("../../../../docs/problems.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(rows).toEqual(Object.entries(problemTypes).map(([code, { status }]) => [code, status]));
});
