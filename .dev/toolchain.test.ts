import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshMachine, type Machine, THIS_NODE } from "./toolchain/testing/machine.ts";
import { isNodeGood, PNPM_VERSION } from "./toolchain/versions.mjs";

const pnpm = (version: string, install = "") =>
  `if [ "$1" = --version ]; then echo ${version}; exit; fi\n${install}`;
const event = (fields: object) => `echo '${JSON.stringify(fields)}' >&2`;
const oldNode = `if [ "$1" = --version ]; then echo v20.1.0; exit; fi\nexec '${process.execPath}' "$@"`;
const nodeWanted = readFileSync(join(import.meta.dirname, "../.node-version"), "utf8").trim();
const hello = ["node", "-e", "console.log('hello from ' + process.version)"];

let machine: Machine;
beforeEach(() => {
  machine = freshMachine();
  machine.has("node", THIS_NODE);
  machine.has("pnpm", pnpm("12.3.4"));
});
afterEach(() => machine.remove());

test("uses the Node and pnpm that are there, installs what the lockfile names, then runs the command", async () => {
  const { exitCode, output } = await machine.run(hello).ended;
  expect(output).toMatch(/^Node [\d.]+ ✓ {2}pnpm 12.3.4 ✓\nInstalling packages …\nPackages ✓\nhello from v/);
  expect(exitCode).toBe(0);
  expect(machine.calls("pnpm")).toEqual([expect.stringMatching(/^install --frozen-lockfile /)]);
  expect(machine.calls("npx")).toEqual([]);
});

test("the command's exit code is ours", async () => {
  expect(await machine.run(["node", "-e", "process.exit(7)"]).ended).toMatchObject({ exitCode: 7 });
});

test("a Node that is too old is replaced by exactly the one of .node-version, whatever npm warns of", async () => {
  machine.has("node", oldNode);
  machine.fetches("node", THIS_NODE);
  const { exitCode, output } = await machine.run(hello).ended;
  expect(output).toContain(`hello from ${process.version}`);
  expect(exitCode).toBe(0);
  expect(machine.calls("npx")).toEqual([expect.stringMatching(`^-y .*-p node@${nodeWanted} -c `)]);
});

test("a pnpm of another major version is replaced, and the Node that is there stays", async () => {
  machine.has("pnpm", pnpm("10.33.0"));
  machine.fetches("pnpm", pnpm(PNPM_VERSION));
  const { output } = await machine.run(hello).ended;
  expect(output).toContain(`pnpm ${PNPM_VERSION} ✓`);
  expect(machine.calls("npx")).toEqual([expect.stringMatching(`^-y .*-p pnpm@${PNPM_VERSION} -c `)]);
});

test("without npx says what to install", async () => {
  machine.has("pnpm", "exit 1");
  machine.lacks("npx");
  const { exitCode, output } = await machine.run(hello).ended;
  expect(output).toContain("There is no npx on the PATH. It comes with npm.\nPlease install Node");
  expect(exitCode).toBe(1);
});

test("when npm can't fetch, shows what it said and what to do, and runs nothing", async () => {
  machine.has("node", oldNode);
  machine.has("npx", "echo 'npm error network getaddrinfo ENOTFOUND' >&2; exit 1");
  const { exitCode, output } = await machine.run(hello).ended;
  expect(output).toContain("npm error network getaddrinfo ENOTFOUND");
  expect(output).toContain(`npm could not fetch node@${nodeWanted}.\nCheck the network`);
  expect(exitCode).toBe(1);
  expect(machine.calls("pnpm")).toEqual([]);
});

test("says so when the fetched Node does not run here", async () => {
  machine.has("node", oldNode);
  machine.fetches("node", `[ "$1" = --version ] && exit 126\nexec '${process.execPath}' "$@"`);
  const { exitCode, output } = await machine.run(hello).ended;
  expect(output).toContain(`npm fetched node@${nodeWanted}, but it does not run here.`);
  expect(exitCode).toBe(1);
});

test("shows how far the installation is", async () => {
  const resolved = event({ name: "pnpm:progress", status: "resolved" });
  const imported = event({ name: "pnpm:progress", status: "imported" });
  machine.has(
    "pnpm",
    pnpm(
      "12.3.4",
      [resolved, resolved, resolved, resolved, imported, imported, imported, imported].join("\n"),
    ),
  );
  const { output } = await machine.run(hello).ended;
  expect(output).toContain("Installing packages … 3/4\nInstalling packages … 4/4\nPackages ✓  4 installed\n");
});

test.each([
  ["Failed to fetch https://registry/x: tcp connect error", "The package registry can't be reached."],
  ["Cannot proceed with the frozen installation.", "Run `pnpm install`"],
  ['Cannot install with "frozen-lockfile"', "Run `pnpm install` and commit pnpm-lock.yaml"],
  ["something nobody foresaw", "delete node_modules"],
])("an installation that fails with '%s' ends with advice", async (message, advice) => {
  machine.has("pnpm", pnpm("12.3.4", `${event({ name: "pnpm", level: "error", message })}\nexit 1`));
  const { exitCode, output } = await machine.run(hello).ended;
  expect(output).toContain(`  ${message}\nInstalling packages failed.\n`);
  expect(output).toContain(advice);
  expect(output).not.toContain("hello");
  expect(exitCode).toBe(1);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s while packages are installed stops pnpm and leaves without a word", async (signal, code) => {
  machine.has(
    "pnpm",
    pnpm("12.3.4", `${event({ name: "pnpm:progress", status: "resolved" })}\nwhile :; do :; done`),
  );
  const running = machine.run(hello);
  await running.said("Installing packages …");
  running.process.kill(signal);
  const { exitCode, output } = await running.ended;
  expect(exitCode).toBe(code);
  expect(output).not.toContain("failed");
});

const listener = `
  let count = 0;
  process.on("SIGINT", () => console.log("SIGINT number", ++count));
  process.on("SIGTERM", () => process.exit(9));
  console.log("listening");
  setInterval(() => {}, 1000);`;

test("one Ctrl-C reaches the command once, though terminal and npm both signal us; its exit code is kept", async () => {
  const running = machine.run(["node", "-e", listener]);
  await running.said("listening");
  running.process.kill("SIGINT");
  running.process.kill("SIGINT");
  await running.said("SIGINT number 1");
  const pressing = setInterval(() => running.process.kill("SIGTERM"), 50);
  const { exitCode, output } = await running.ended;
  clearInterval(pressing);
  expect(output).not.toContain("SIGINT number 2");
  expect(exitCode).toBe(9);
});

test("what the command started stops, too, and we wait for it", async () => {
  const grandchild = `
    process.on("SIGTERM", () => setImmediate(() => { console.log("left in order"); process.exit(); }));
    console.log("listening");
    setInterval(() => {}, 1000);`;
  const command = `require("child_process").spawnSync("node", ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" })`;
  const running = machine.run(["node", "-e", command]);
  await running.said("listening");
  running.process.kill("SIGTERM");
  const { exitCode, output } = await running.ended;
  expect(output).toContain("left in order");
  expect(exitCode).toBe(143);
});

test.each([
  ["24.18.0", true],
  ["v24.18.1", true],
  ["24.17.9", false],
  ["26.0.0", true],
  ["22.99.0", false],
  ["", false],
])("Node '%s' will do: %s", (version, good) => {
  expect(isNodeGood(version, { nodeMin: "24.18", nodeToFetch: "", pnpmToFetch: "" })).toBe(good);
});
