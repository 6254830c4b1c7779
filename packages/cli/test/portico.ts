import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const TIME_MS_MAX = 20_000;

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a person does. Not `spawnSync`: a simulator in this process must be able to answer it. */
export function portico(
  parameters: readonly string[],
  {
    input = "",
    environment = {},
  }: { readonly input?: string; readonly environment?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [main, ...parameters], {
    env: { PATH: process.env["PATH"], ...environment },
    timeout: TIME_MS_MAX,
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  // A command that ends before it has read its input closes the pipe.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...output }));
  });
}

/** The path of a contract of this repository. */
export const contractOf = (path: string): string =>
  fileURLToPath(new URL(`../../../${path}`, import.meta.url));
