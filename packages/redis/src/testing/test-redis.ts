import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "@portico/core/testing";

/** A server of its own for one test file, with its bad days at hand. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** As an operator would at the terminal: `cli("FLUSHALL")`. */
  cli(...words: readonly string[]): string;
  /** Every text under a key like `pattern`. */
  values(pattern: string): string[];
  /** It stays connected and answers nothing any more. */
  hang(): void;
  resume(): void;
  /** It is killed, and what it held is gone. */
  stop(): Promise<void>;
  /** It is there again, empty, on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const PACKAGE_MANAGER = "apt-get";
const BINARIES = ["valkey-server", "redis-server"];

/**
 * Starts Redis or Valkey on a free port of this machine. Where there is none it is installed, which takes a Debian and
 * its root.
 * @param options further ones of the server's command line
 * @param config lines of a configuration file, for a server that insists on one
 * @throws {Error} that says what to do, when it cannot be had
 */
export async function openTestRedis(
  options: readonly string[] = [],
  config: readonly string[] = [],
): Promise<TestRedis> {
  const binary = installed() ?? install();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "portico-redis-"));
  let server: ChildProcess;

  const start = async () => {
    const file = join(folder, "redis.conf");
    writeFileSync(file, config.join("\n"));
    server = spawn(
      binary,
      [file, "--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", folder, ...options],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const ready = Promise.withResolvers<void>();
    server.once("exit", () => ready.reject(new Error(`${binary} ended before it was ready.`)));
    const lines = createInterface({ input: server.stdout ?? process.stdin });
    lines.on("line", (line) => {
      if (/ready to accept connections/i.test(line) || /monitor master|Sentinel ID/i.test(line))
        ready.resolve();
    });
    await ready.promise;
  };
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  // Not even a test run that is broken off leaves it behind.
  const killWithUs = () => void server.kill("SIGKILL");
  process.once("exit", killWithUs);

  const cli = (...words: readonly string[]) =>
    execFileSync(binary.replace("-server", "-cli"), ["-p", `${port}`, ...words], {
      encoding: "utf8",
      timeout: 5_000,
      maxBuffer: 64 * 1_048_576,
    }).trim();

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    cli,
    values: (pattern) => {
      const keys = cli("--raw", "KEYS", pattern).split("\n").filter(Boolean);
      return keys.length === 0
        ? []
        : cli("--raw", "MGET", ...keys)
            .split("\n")
            .filter(Boolean);
    },
    hang: () => void server.kill("SIGSTOP"),
    resume: () => void server.kill("SIGCONT"),
    stop,
    start,
    async close() {
      process.off("exit", killWithUs);
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const installed = (): string | undefined =>
  BINARIES.find((binary) => {
    try {
      execFileSync(binary, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });

function install(): string {
  try {
    if (process.getuid?.() !== 0) throw new Error("Only root may install packages.");
    execFileSync(
      PACKAGE_MANAGER,
      ["install", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=100", "redis-server"],
      {
        stdio: "ignore",
        timeout: 120_000,
      },
    );
    const binary = installed();
    if (binary !== undefined) return binary;
    throw new Error("The package brought no redis-server.");
  } catch (cause) {
    throw new Error(
      "These tests need Redis or Valkey: install it (Debian: apt-get install redis-server) so that redis-server is on the PATH.",
      { cause },
    );
  }
}
