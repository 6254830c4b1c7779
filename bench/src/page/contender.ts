import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@portico/core/testing";
import { Connection } from "./connection.ts";
import { CUSTOMER } from "./home.ts";

/** A server under test, in its own process. */
export interface Contender {
  readonly name: string;
  readonly port: number;
  /** From the start of the process to its first whole answer. */
  readonly firstAnswerMs: number;
  /** User and system time the process has spent so far. */
  cpuMicroseconds(): Promise<number>;
  stop(): Promise<void>;
}

export interface ContenderOptions {
  readonly name: string;
  /** The process's main file, from `bench/src/page`. */
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What it must answer with 200 before it counts as started. */
  readonly path: string;
}

const STARTED_MS_MAX = 30_000;
const STOPPED_MS_MAX = 5_000;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** @throws {Error} with what the process wrote, when it ends or does not answer in time */
export async function startContender(options: ContenderOptions): Promise<Contender> {
  const { name, main, environment, path } = options;
  const port = await freePort();
  const startedMs = performance.now();
  const child = fork(here(main), {
    // Logs go where they cost what writing costs, and nobody's reading.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: ["--import", here("report-cpu.mjs")],
    env: { ...process.env, ...environment, WEB_PORT: String(port), NODE_ENV: "development", UNREADY_MS: "0" },
  });
  let said = "";
  child.stderr?.on("data", (text: Buffer) => (said += text.toString().slice(0, 4_000)));
  while (!(await answers(port, path))) {
    if (child.exitCode !== null || performance.now() - startedMs > STARTED_MS_MAX) {
      child.kill("SIGKILL");
      throw new Error(`${name} did not start. ${said}`);
    }
    await delay(1);
  }
  const firstAnswerMs = performance.now() - startedMs;
  return {
    name,
    port,
    firstAnswerMs,
    async cpuMicroseconds() {
      child.send("cpu");
      const [spent] = (await once(child, "message")) as [number];
      return spent;
    },
    stop: () => stopped(child),
  };
}

async function answers(port: number, path: string): Promise<boolean> {
  const connection = new Connection(port);
  try {
    const { status } = await connection.ask(requestOf(path, CUSTOMER));
    return status === 200;
  } catch {
    return false;
  } finally {
    connection.close();
  }
}

/** A request as it stands on the wire. */
export const requestOf = (path: string, customer: string): string =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\nx-portico-user: ${customer}\r\n\r\n`;

/** As an orchestrator does it: whoever does not end by itself is ended. */
export async function stopped(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const giveUp = setTimeout(() => child.kill("SIGKILL"), STOPPED_MS_MAX);
  await exit;
  clearTimeout(giveUp);
}
