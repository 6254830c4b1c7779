import { setTimeout as delay } from "node:timers/promises";
import type { FaultProxy } from "@portico/mock-kit/faults";
import { type BreakerState, type DoorReading, type InsideReading, READING_MS } from "./lab-run.ts";
import { type System, SYSTEMS } from "./lab-script.ts";

const METRICS_MS_MAX = 2_000;

export interface Readings {
  readonly doors: readonly DoorReading[];
  readonly inside: readonly InsideReading[];
}

/** Looks until told to stop. `startMs` is on `performance.now()`'s scale. */
export async function takeReadings(
  proxies: Readonly<Record<System, FaultProxy>>,
  bffUrl: string,
  startMs: number,
  signal: AbortSignal,
): Promise<Readings> {
  const doors: DoorReading[] = [];
  const inside: InsideReading[] = [];
  const pending = new Set<Promise<void>>();
  const note = async (atMs: number) => {
    const reading = await lookInside(bffUrl);
    if (reading !== undefined) inside.push({ atMs, ...reading });
  };
  // Called off before anything began: there is nothing to look at.
  await delay(Math.max(0, startMs - performance.now()), undefined, { signal }).catch(() => {});
  for (const system of SYSTEMS) proxies[system].resetReport();
  for (let tick = 1; !signal.aborted; tick += 1) {
    await delay(Math.max(0, startMs + tick * READING_MS - performance.now()));
    const atMs = (tick - 1) * READING_MS;
    for (const system of SYSTEMS) {
      const { total: calls, inFlightMax } = proxies[system].report();
      doors.push({ atMs, system, calls, inFlightMax });
      proxies[system].resetReport();
    }
    // A BFF that is slow to tell of itself must not keep us from the doors.
    const looked = note(atMs).finally(() => void pending.delete(looked));
    pending.add(looked);
  }
  await Promise.all(pending);
  return { doors, inside: inside.toSorted((a, b) => a.atMs - b.atMs) };
}

async function lookInside(bffUrl: string): Promise<Omit<InsideReading, "atMs"> | undefined> {
  try {
    const answer = await fetch(`${bffUrl}/metrics`, { signal: AbortSignal.timeout(METRICS_MS_MAX) });
    return readMetrics(await answer.text());
  } catch {
    return undefined; // a gap in the chart says so
  }
}

const BREAKER: readonly BreakerState[] = ["closed", "half-open", "open", "disabled"];

/** From the Prometheus text of `/metrics`. */
export function readMetrics(text: string): Omit<InsideReading, "atMs"> {
  const breakers: Record<string, BreakerState> = {};
  for (const [, labels = "", value] of text.matchAll(/^portico_breaker_state\{([^}]*)\} (\d)/gm)) {
    const label = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? "";
    breakers[`${label("system")}.${label("operation")}`] = BREAKER[Number(value)] ?? "open";
  }
  return {
    breakers,
    residentBytes: Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? Number.NaN),
  };
}
