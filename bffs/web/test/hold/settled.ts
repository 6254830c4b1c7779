import { expect } from "vitest";
import type { Inside } from "./inside.ts";
import type { StartedBff } from "./started-bff.ts";

/** What the process holds once its connections are gone: systems keep theirs for some seconds. */
export async function settled(bff: StartedBff, idle: Inside): Promise<Inside> {
  let inside = idle;
  await expect
    .poll(async () => (inside = await bff.inside()).sockets, { interval: 500, timeout: 20_000 })
    .toBe(idle.sockets);
  return inside;
}

// A connection to a system that is on its way out has one, and each circuit that is open.
const PASSING_TIMERS_MAX = 6;

/** Nothing has grown: a tenth more memory is what a collection may have left for later. All figures show what did. */
export function expectAsBefore(after: Inside, before: Inside): void {
  const grown = [
    after.timers > before.timers + PASSING_TIMERS_MAX ? "timers" : "",
    after.functions > before.functions * 1.02 ? "functions" : "",
    after.heapBytes > before.heapBytes * 1.1 ? "heap" : "",
    after.residentBytes > before.residentBytes * 1.1 ? "resident memory" : "",
  ].filter((name) => name !== "");
  expect({ grown, after, before }).toEqual({ grown: [], after, before });
}
