// Prints `N passed, N failed` from vitest's JSON report, given the exit code of the whole check.
// Plain Node 20: it runs outside the toolchain.
// @ts-check
import { readFileSync } from "node:fs";

const [report = "", exitCode = "1"] = process.argv.slice(2);
const { passed, failed } = count(report);
// Red without a failed test: types, lint or another step before them. A red run never says "0 failed".
console.log(`${passed} passed, ${failed === 0 && exitCode !== "0" ? 1 : failed} failed`);

/** @param {string} file */
function count(file) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, "utf8"));
    // A file that can't even be imported has no tests to count, and is one failure.
    const broken = testResults.filter(
      (/** @type {{ status: string, assertionResults: unknown[] }} */ one) =>
        one.status === "failed" && one.assertionResults.length === 0,
    );
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
