// Loaded into a BFF's process before it: says over IPC what the process holds, when it is asked to.
import { queryObjects, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What a process holds that it would have to give back. */
export interface Inside {
  readonly residentBytes: number;
  /** After a collection. */
  readonly heapBytes: number;
  /** Every function there is: a listener that stays is one. */
  readonly functions: number;
  readonly timers: number;
  /** Connections, to clients and to systems. */
  readonly sockets: number;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

process.on("message", () => {
  collect();
  const resources = process.getActiveResourcesInfo();
  const count = (name: string) => resources.filter((resource) => resource === name).length;
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({
    residentBytes: rss,
    heapBytes: heapUsed,
    functions: queryObjects(Function, { format: "count" }),
    timers: count("Timeout"),
    sockets: count("TCPSocketWrap"),
  } satisfies Inside);
});
