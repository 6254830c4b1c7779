import { spawn } from "node:child_process";
import { eachLine } from "../processes/lines.mjs";
import { signalGroup } from "../processes/group.mjs";
import type { Service } from "./service.ts";

const PRELOAD = new URL("./stop-with-parent.ts", import.meta.url).href;
const LINES_KEPT = 20;

export interface Child {
  readonly service: Service;
  /** How it ended, in words: `exit code 1`, `SIGKILL`. Settles when all it wrote has been read. */
  readonly ended: Promise<string>;
  /** The last lines it wrote that nobody was shown. */
  unseen(): readonly string[];
  /** Asks it to stop; kills it, saying `false`, when it has not after `graceMs`. */
  stop(graceMs: number): Promise<boolean>;
  kill(): void;
}

/** Shows a line to the person at the keyboard, or answers `false` to keep it for when something goes wrong. */
export type Show = (service: Service, line: string, stream: "stdout" | "stderr") => boolean;

export function startChild(service: Service, show: Show): Child {
  // A group of its own: Ctrl-C in the terminal reaches only the supervisor, who decides the order of things.
  const child = spawn(process.execPath, ["--import", PRELOAD, service.script], {
    env: { ...process.env, ...service.env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = child;
  let running = true;
  const kept: string[] = [];

  for (const stream of ["stdout", "stderr"] as const)
    eachLine(child[stream], (line) => {
      if (show(service, line, stream)) return;
      kept.push(line);
      if (kept.length > LINES_KEPT) kept.shift();
    });

  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).finally(() => {
    running = false;
  });
  const send = (signal: NodeJS.Signals) => {
    if (running && pid !== undefined) signalGroup(pid, signal);
  };

  return {
    service,
    ended,
    unseen: () => kept,
    kill: () => send("SIGKILL"),
    async stop(graceMs) {
      let inTime = true;
      send("SIGTERM");
      const timer = setTimeout(() => {
        inTime = false;
        send("SIGKILL");
      }, graceMs);
      await ended;
      clearTimeout(timer);
      return inTime;
    },
  };
}
