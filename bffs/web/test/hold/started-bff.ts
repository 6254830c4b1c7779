import { fork } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Inside } from "./inside.ts";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The Web BFF as it runs in production: a process of its own, which is ended with the test. */
export async function startBff(environment: Readonly<Record<string, string>>) {
  const child = fork(file("../../src/main.mjs"), {
    execArgv: ["--import", file("inside.ts")],
    env: { PATH: process.env["PATH"] ?? "", WEB_PORT: "0", UNREADY_MS: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const closed = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  void closed.then(() => reject(new Error(`The BFF ended before it listened. ${complaint}`)));
  createInterface({ input: child.stdout as Readable }).on("line", (line) => {
    if (!line.includes('"listening"')) return;
    resolve((JSON.parse(line) as { url: string }).url);
  });
  const url = await listening;
  return {
    url,
    async inside(): Promise<Inside> {
      const said = once(child, "message");
      child.send("inside");
      const [inside] = (await said) as [Inside];
      return inside;
    },
    terminate: () => void child.kill("SIGTERM"),
    /** How it ended, and what it complained of. */
    ended: closed.then(([code]) => ({ code: code as number | null, complaint })),
  };
}

export type StartedBff = Awaited<ReturnType<typeof startBff>>;
