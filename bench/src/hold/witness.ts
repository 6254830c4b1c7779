// A client with a process of its own and next to nothing to do: it sees what a server does, and not how busy the process
// is that makes the load.
import { anotherCustomer } from "../page/sections.ts";
import { paced, type Timed } from "./paced.ts";

/** What the parent asks for, once or again: requests to each of these ports. */
export interface Watch {
  readonly ports: readonly number[];
  readonly perSecond: number;
  readonly durationMs: number;
}

/** What it is told then, by port. */
export type Seen = readonly (readonly Timed[])[];

const next = anotherCustomer();

process.on("message", ({ ports, ...load }: Watch) => {
  void Promise.all(ports.map((port) => paced(port, next, load))).then((all) =>
    process.send?.(all.map(({ answers }) => answers) satisfies Seen),
  );
});
