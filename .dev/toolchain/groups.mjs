// @ts-check
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { eachLine } from "../processes/lines.mjs";
import { groupGone, signalGroup } from "../processes/group.mjs";
import { onStopRequest } from "../processes/stop-request.mjs";

// How long npx or pnpm may take to stop when asked, and what a command leaves behind. The command decides for itself.
const GRACE_MS = 5_000;

/** Somebody asked to stop: nothing to explain, only to leave. */
export class StopRequested extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super("Stopped.");
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** A step was given all the time it may take, and then killed. */
export class StepTimedOut extends Error {}

/**
 * Runs one program at a time, each with everything it starts in a process group of its own. A request to stop goes to
 * the whole group, once: a shell in between, or a package manager that does not pass signals on, loses nobody.
 *
 * @param {string} cwd
 */
export function processGroups(cwd) {
  /** @type {{ pid: number, isStep: boolean } | undefined} */
  let running;
  /** @type {NodeJS.Signals | undefined} */
  let stopSignal;

  onStopRequest((signal) => {
    stopSignal = signal;
    if (running === undefined) return;
    const { pid, isStep } = running;
    signalGroup(pid, signal);
    if (isStep) setTimeout(() => running?.pid === pid && signalGroup(pid, "SIGKILL"), GRACE_MS).unref();
  });

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {import("node:child_process").SpawnOptions} options
   */
  const start = (command, args, options) => {
    const child = spawn(command, args, { ...options, cwd, detached: true });
    if (child.pid !== undefined) running = { pid: child.pid, isStep: options.stdio !== "inherit" };
    /** @type {Promise<number>} */
    const exitCode = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        running = undefined;
        const status = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
        const { pid } = child;
        // The first to obey a signal is not always the last: a shell leaves at once, what it runs tidies up.
        if (stopSignal === undefined || pid === undefined) resolve(status);
        else groupGone(pid, GRACE_MS).then(() => resolve(status), reject);
      });
    });
    return { child, exitCode };
  };

  return {
    /**
     * Runs a step to its end, handing over each line it writes.
     *
     * @param {string} command
     * @param {string[]} args
     * @param {{ env: NodeJS.ProcessEnv, timeoutMs: number, onLine: (line: string) => unknown }} options
     * @returns {Promise<number>} its exit code
     * @throws {StopRequested}
     * @throws {StepTimedOut}
     */
    async step(command, args, { env, timeoutMs, onLine }) {
      if (stopSignal !== undefined) throw new StopRequested(stopSignal);
      const { child, exitCode } = start(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) if (stream !== null) eachLine(stream, onLine);

      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
      }, timeoutMs);
      const code = await exitCode.finally(() => clearTimeout(timer));
      if (stopSignal !== undefined) throw new StopRequested(stopSignal);
      if (timedOut) throw new StepTimedOut(`${command} took longer than ${timeoutMs / 1000} s`);
      return code;
    },

    /**
     * Hands the terminal to the command all this was for.
     *
     * @param {string} command
     * @param {string[]} args
     * @param {NodeJS.ProcessEnv} env
     * @returns {Promise<number>} its exit code; 128 + n when signal n ended it
     * @throws {StopRequested}
     */
    async command(command, args, env) {
      if (stopSignal !== undefined) throw new StopRequested(stopSignal);
      return await start(command, args, { env, stdio: "inherit" }).exitCode;
    },
  };
}
