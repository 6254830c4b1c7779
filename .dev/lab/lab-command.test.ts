import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const LAB = fileURLToPath(new URL("../lab.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** `pnpm lab` as a person runs it, with the file's text; `signal` reaches it when it has begun. */
function lab(text: string, out?: string, signal?: NodeJS.Signals) {
  const folder = mkdtempSync(join(tmpdir(), "portico-lab-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "short.yaml");
  writeFileSync(file, text);
  return new Promise<{ code: unknown; stdout: string; stderr: string; folder: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [LAB, file, "--out", out ?? folder],
      { cwd: ROOT, timeout: 60_000 },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : error.code, stdout, stderr, folder }),
    );
    if (signal !== undefined) child.stdout?.once("data", () => child.kill(signal));
  });
}

const SHORT = `
name: short
about: The catalog resets every call for half a second.
durationMs: 2000
load: { requestsPerS: 20, warmUpMs: 500, routes: [{ name: product, path: "/v1/products?page={1..60}" }] }
timeline:
  - { system: catalog, atMs: 500, forMs: 500, fault: { kind: reset, at: request } }
expect:
  - { check: statuses, route: product, only: [200, 503, 504] }
  - { check: inFlight, system: catalog, max: 0 }
`;

test(
  "a bad day ends with a report, what was seen as JSON, and 1 for a broken promise",
  { timeout: 60_000 },
  async () => {
    const { code, stdout, folder } = await lab(SHORT);
    expect(stdout).toMatch(/0\.5 s {2}catalog: reset\n +1\.0 s {2}catalog: well again\n/);
    expect(stdout).toMatch(/✗ catalog: at most 0 calls in flight: [1-9]/);
    expect(code).toBe(1);
    expect(readFileSync(join(folder, "short.html"), "utf8")).toMatch(/<svg [^]*catalog: reset/);
    const run = JSON.parse(readFileSync(join(folder, "short.json"), "utf8")) as Record<string, unknown[]>;
    expect([run["samples"]?.length, run["verdicts"]?.length]).toEqual([40, 2]);
  },
);

test("Ctrl-C during the warm-up ends it, without a report", { timeout: 60_000 }, async () => {
  const text = SHORT.replace("warmUpMs: 500", "warmUpMs: 600000");
  const { code, stderr, folder } = await lab(text, undefined, "SIGINT");
  expect([code, stderr]).toEqual([2, "Stopped before the end: no report.\n"]);
  expect(readdirSync(folder)).toEqual(["short.yaml"]);
});

test("a file that cannot be followed is 2, with line and path, and nothing is started", async () => {
  const { code, stdout, stderr } = await lab(SHORT.replace("kind: reset", "kind: sleepy"));
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/short\.yaml:7 timeline\.0\.fault\.kind: Invalid/);
});

test("a report that could not be kept is said before anything is started", async () => {
  const { code, stdout, stderr } = await lab(SHORT, LAB);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toBe(`${LAB} is no folder that can be written to: choose another one with --out.\n`);
});
