// Everything `npm test` looks at, one step after the other. A step that fails does not hide what the later ones find.
import { spawnSync } from "node:child_process";
import { styleText } from "node:util";

/** Scripts of the root package.json, the quick ones first. The tests come last: their closing lines stay in sight. */
const STEPS = ["types", "lint", "format:check", "unused", "drift", "unit"];

const bold = (text: string) => styleText("bold", text, { stream: process.stdout });

const results = STEPS.map((step) => {
  console.log(`\n${bold(`── ${step}`)}`);
  const startedMs = performance.now();
  const { status } = spawnSync("pnpm", ["run", step], { stdio: "inherit" });
  return { step, passed: status === 0, seconds: ((performance.now() - startedMs) / 1000).toFixed(1) };
});

console.log(`\n${bold("── summary")}`);
for (const { step, passed, seconds } of results)
  console.log(`${passed ? "✓" : "✗"} ${step.padEnd(14)} ${seconds.padStart(6)} s`);

const failed = results.filter(({ passed }) => !passed).map(({ step }) => step);
if (failed.length > 0) {
  console.log(
    `\nFailed: ${failed.join(", ")}. Each runs alone: ${failed.map((step) => `pnpm ${step}`).join(", ")}`,
  );
  process.exitCode = 1;
}
