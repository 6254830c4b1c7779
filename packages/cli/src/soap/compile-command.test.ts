import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { contractOf, portico } from "../../test/portico.ts";

const hours = contractOf("packages/cli/test/hours/hours.wsdl");

let out: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "compile-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  out = join(folder, "deep/generated");
});

test("a WSDL is compiled into a folder, which is made, and left alone when nothing changed", async () => {
  const path = join(out, "hours.gen.ts");
  expect(await portico(["soap", "compile", hours, "--out", out])).toEqual({
    status: 0,
    stdout: `${path}: written\n${join(out, "hours.schemas.gen.ts")}: written\n`,
    stderr: "",
  });
  const text = readFileSync(path, "utf8");
  expect(text).toContain("export const hoursContract = {");
  expect(text).toContain("ClosingDays");
  const again = await portico(["soap", "compile", hours, "--out", out, "--check"]);
  expect(again.status).toBe(0);
  expect(again.stdout).toMatch(/^.*hours\.gen\.ts: up to date\n.*hours\.schemas\.gen\.ts: up to date\n$/);
  appendFileSync(path, "// edited\n");
  const edited = await portico(["soap", "compile", hours, "--out", out, "--check"]);
  expect(edited).toMatchObject({ status: 1, stdout: "" });
  expect(edited.stderr).toMatch(/^\[generate_failed\] .* is not what .* makes now\.\n$/);
});

test("only the chosen operations are compiled, under the chosen name", async () => {
  const { status } = await portico([
    ...["soap", "compile", hours, "--out", out, "--operations", "OpeningHours", "--name", "shop"],
  ]);
  expect(status).toBe(0);
  const text = readFileSync(join(out, "shop.gen.ts"), "utf8");
  expect(text).toContain("export const shopContract = {");
  expect(text).not.toContain("ClosingDays");
});

test("what cannot be compiled is refused with its place, and nothing is written", async () => {
  const { status, stderr } = await portico(["soap", "compile", hours, "--out", out, "--operations", "Gone"]);
  expect(status).toBe(1);
  expect(stderr).toBe('[contract_not_compilable] hours.wsdl:39: there is no operation "Gone"\n');
  expect(existsSync(out)).toBe(false);
});
