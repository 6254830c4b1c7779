import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { heard } from "../../processes/testing/heard.ts";

const dev = join(import.meta.dirname, "..", "..");

/** The Node this test runs on. */
export const THIS_NODE = "this node";

export interface Machine {
  /** Puts a program on the PATH: a shell script, or `THIS_NODE`. */
  has(tool: string, script: string): void;
  lacks(tool: string): void;
  /** Puts a program where npx finds it. */
  fetches(tool: string, script: string): void;
  /** How often and with what a scripted tool was called, without `--version`. */
  calls(tool: string): string[];
  run(command: readonly string[]): Running;
  remove(): void;
}

export interface Running {
  readonly process: ChildProcess;
  /** Waits until it has written this. */
  said(text: string): Promise<void>;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly output: string }>;
}

/** A computer with this repository's toolchain in a checkout, an empty PATH, and an npx that finds what we let it. */
export function freshMachine(): Machine {
  const root = mkdtempSync(join(tmpdir(), "portico-machine-"));
  const checkout = join(root, "checkout");
  const [bin, fetched, calls] = ["bin", "fetched", "calls"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [bin, fetched, calls, join(checkout, ".dev")]) mkdirSync(folder, { recursive: true });
  for (const part of ["toolchain.mjs", "toolchain", "processes", "terminal"])
    cpSync(join(dev, part), join(checkout, ".dev", part), { recursive: true });
  for (const file of ["package.json", ".node-version"]) cpSync(join(dev, "..", file), join(checkout, file));

  const put = (folder: string, tool: string, script: string) => {
    const path = join(folder, tool);
    rmSync(path, { force: true });
    if (script === THIS_NODE) return symlinkSync(process.execPath, path);
    const record = `case "$1" in --version) ;; *) echo "$@" >> '${join(calls, tool)}';; esac`;
    writeFileSync(path, `#!/bin/sh\n${record}\n${script}\n`);
    chmodSync(path, 0o755);
  };
  // As npx does: puts what it fetched in front of the PATH and runs its last argument in a shell.
  put(
    bin,
    "npx",
    `echo "npm warn something" >&2\nfor last; do :; done\nPATH='${fetched}':"$PATH" exec /bin/sh -c "$last"`,
  );

  return {
    has: (tool, script) => put(bin, tool, script),
    lacks: (tool) => rmSync(join(bin, tool)),
    fetches: (tool, script) => put(fetched, tool, script),
    calls(tool) {
      try {
        return readFileSync(join(calls, tool), "utf8").trim().split("\n");
      } catch {
        return [];
      }
    },
    run: (command) =>
      running(
        spawn(process.execPath, [join(checkout, ".dev/toolchain.mjs"), ...command], { env: { PATH: bin } }),
      ),
    remove: () => rmSync(root, { recursive: true }),
  };
}

function running(
  child: ReturnType<typeof spawn> & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream },
): Running {
  const { output, said } = heard(child);
  return {
    process: child,
    said,
    ended: once(child, "close").then(([exitCode]) => ({
      exitCode: exitCode as number | null,
      output: output(),
    })),
  };
}
