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

// A connection to a system that is on its way out has one.
const PASSING_TIMERS_MAX = 3;

/** Nothing has grown: a tenth more memory is what a collection may have left for later. */
export function expectAsBefore(after: Inside, before: Inside): void {
  expect(after.timers).toBeLessThanOrEqual(before.timers + PASSING_TIMERS_MAX);
  expect(after.functions / before.functions).toBeLessThan(1.02);
  expect(after.heapBytes / before.heapBytes).toBeLessThan(1.1);
  expect(after.residentBytes / before.residentBytes).toBeLessThan(1.1);
}
