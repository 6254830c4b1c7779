// Loaded into a BFF's process before it: says over IPC what the process holds, when it is asked to.
import { Socket } from "node:net";
import { queryObjects } from "node:v8";

/** What is alive in a process after a collection, and what that costs. */
export interface Inside {
  readonly residentBytes: number;
  readonly heapBytes: number;
  /** Every function there is: a listener that stays is one. */
  readonly functions: number;
  readonly timers: number;
  /** Connections, to clients and to systems. */
  readonly sockets: number;
}

const probe = setTimeout(() => {}, 0);
const Timeout = probe.constructor as new () => unknown;
clearTimeout(probe);

process.on("message", () => {
  // The first count collects; the others need not.
  const functions = queryObjects(Function, { format: "count" });
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({
    residentBytes: rss,
    heapBytes: heapUsed,
    functions,
    timers: queryObjects(Timeout, { format: "count" }),
    sockets: queryObjects(Socket, { format: "count" }),
  } satisfies Inside);
});
