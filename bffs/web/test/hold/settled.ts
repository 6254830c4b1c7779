import { expect } from "vitest";
import type { Inside } from "./inside.ts";
import { anyPage, load } from "./load.ts";
import type { StartedBff } from "./started-bff.ts";

/** What the process holds once its connections are gone: systems keep theirs for some seconds. */
export async function settled(bff: StartedBff, idle: Inside): Promise<Inside> {
  let inside = idle;
  await expect
    .poll(async () => (inside = await bff.inside()).sockets, { interval: 500, timeout: 20_000 })
    .toBe(idle.sockets);
  return inside;
}

/** Asks for pages of systems that are well again until no circuit is open any more: one that is has a timer. */
export async function healed({ url }: StartedBff): Promise<void> {
  const notClosed = async () => {
    await load(url, { clients: 8, requests: 100, question: anyPage });
    const answer = await fetch(`${url}/metrics`, { headers: { connection: "close" } });
    const metrics = await answer.text();
    return metrics.match(/^portico_breaker_state\{.*\} [12]$/gm) ?? [];
  };
  await expect.poll(notClosed, { interval: 1_000, timeout: 30_000 }).toEqual([]);
}

// A connection to a system that is on its way out has one.
const PASSING_TIMERS_MAX = 3;

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
