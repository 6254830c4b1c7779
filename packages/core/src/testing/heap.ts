import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as (options: { readonly type: "minor" | "major" }) => void;

/** Collects what the young generation holds, or everything. */
export const collect = (type: "minor" | "major"): void => gc({ type });

/** What this thread's objects take, garbage that is not collected yet among them. */
export const heapBytes = (): number => process.memoryUsage().heapUsed;
