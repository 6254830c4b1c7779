import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

function lastLine(report: string, exitCode: number): string {
  const folder = mkdtempSync(join(tmpdir(), "portico-count-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "vitest.json");
  writeFileSync(file, report);
  const script = join(import.meta.dirname, "count.mjs");
  return execFileSync(process.execPath, [script, file, String(exitCode)], { encoding: "utf8" });
}

const report = (numPassedTests: number, numFailedTests: number, broken = 0) =>
  JSON.stringify({
    numPassedTests,
    numFailedTests,
    testResults: Array.from({ length: broken }, () => ({ status: "failed", assertionResults: [] })),
  });

test.each([
  ["a green run", report(12, 0), 0, "12 passed, 0 failed\n"],
  ["failed tests", report(10, 2), 1, "10 passed, 2 failed\n"],
  ["a test file that can't be imported", report(10, 0, 1), 1, "10 passed, 1 failed\n"],
  ["green tests after a red step", report(12, 0), 1, "12 passed, 1 failed\n"],
  ["no report at all", "", 1, "0 passed, 1 failed\n"],
])("counts %s", (_, text, exitCode, line) => {
  expect(lastLine(text, exitCode)).toBe(line);
});
