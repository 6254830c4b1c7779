import { type Clock, systemClock } from "@portico/core";
import { z } from "zod";
import { type Fault, FaultSchema } from "../fault-proxy/fault.ts";
import type { FaultProxy } from "../fault-proxy/fault-proxy.ts";
import { wait } from "../wait.ts";

const HOUR_MS = 3_600_000;

const StepSchema = z.strictObject({
  /** Before which system. */
  system: z.string().regex(/^[a-z][a-z0-9-]*$/),
  fault: FaultSchema,
  /** Since the start. */
  atMs: z.number().int().min(0).max(HOUR_MS),
  forMs: z.number().int().min(1).max(HOUR_MS),
  /** The same again, each `everyMs` after the one before. */
  repeat: z
    .strictObject({
      times: z.number().int().min(1).max(1_000),
      everyMs: z.number().int().min(1).max(HOUR_MS),
    })
    .default({ times: 1, everyMs: 1 }),
});

/** Which fault is before which system, when, and for how long. One system has one fault at a time. */
export const TimelineSchema = z
  .array(StepSchema)
  .min(1)
  .max(50)
  .superRefine((steps, refinement) => {
    const windows = steps.flatMap((step, index) => windowsOf(step).map((window) => ({ ...window, index })));
    // One after the other: where none meets the one before it, none meets any.
    const before = new Map<string, (typeof windows)[number]>();
    for (const window of windows.toSorted((a, b) => a.fromMs - b.fromMs)) {
      const last = before.get(window.system);
      before.set(window.system, window);
      if (last === undefined || last.toMs <= window.fromMs) continue;
      const [other, one] = last.index <= window.index ? [last, window] : [window, last];
      const message = `${one.system} has another fault from ${other.fromMs} to ${other.toMs} ms`;
      refinement.addIssue({ code: "custom", path: [one.index, "atMs"], message });
      return;
    }
  });
export type Timeline = z.output<typeof TimelineSchema>;

/** A stretch of time with one fault before one system, in milliseconds since the start. */
export interface FaultWindow {
  readonly system: string;
  readonly fault: Fault;
  readonly fromMs: number;
  readonly toMs: number;
}

export const faultWindows = (timeline: Timeline): readonly FaultWindow[] =>
  timeline.flatMap(windowsOf).toSorted((a, b) => a.fromMs - b.fromMs);

function windowsOf({ system, fault, atMs, forMs, repeat }: Timeline[number]): FaultWindow[] {
  return Array.from({ length: repeat.times }, (_, i) => {
    const fromMs = atMs + i * repeat.everyMs;
    return { system, fault, fromMs, toMs: fromMs + forMs };
  });
}

export interface TimelineChange {
  readonly atMs: number;
  readonly system: string;
  /** `null`: all is well again. */
  readonly fault: Fault | null;
}

export interface PlayOptions {
  readonly clock?: Clock;
  /** Ends the play where it is. */
  readonly signal: AbortSignal;
  /** Told when a change holds. */
  readonly onChange?: (change: TimelineChange) => void;
}

/**
 * Lets each fault begin and end at its time. Resolves after the last change.
 * @throws the signal's reason
 */
export async function playFaults(
  windows: readonly FaultWindow[],
  proxies: Readonly<Record<string, Pick<FaultProxy, "apply">>>,
  { clock = systemClock, signal, onChange }: PlayOptions,
): Promise<void> {
  const startMs = clock.now();
  for (const change of changesOf(windows)) {
    await wait(Math.max(0, startMs + change.atMs - clock.now()), clock, signal);
    await proxies[change.system]?.apply(change.fault);
    onChange?.(change);
  }
}

/** In order of time; what ends at a moment ends before the next begins. */
const changesOf = (windows: readonly FaultWindow[]): readonly TimelineChange[] =>
  windows
    .flatMap(({ system, fault, fromMs, toMs }): TimelineChange[] => [
      { atMs: fromMs, system, fault },
      { atMs: toMs, system, fault: null },
    ])
    .toSorted((a, b) => a.atMs - b.atMs || Number(a.fault !== null) - Number(b.fault !== null));
