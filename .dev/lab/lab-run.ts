import type { FaultWindow } from "@portico/mock-kit/faults";
import type { LabScript, System } from "./lab-script.ts";

/** How often the doors and the BFF are looked at. */
export const READING_MS = 500;

/** One request as its client saw it. */
export interface Sample {
  readonly route: string;
  /** When it was meant to be sent, in milliseconds since the start. */
  readonly atMs: number;
  /** From then to the end of its answer: what waited in the client counts too. */
  readonly latencyMs: number;
  /** 0: no answer. */
  readonly status: number;
  /** The code of a problem, e.g. `backend_timeout`; `undefined` for other answers, and for none. */
  readonly problem?: string | undefined;
  /** Sections that are not fresh, from the answer's own `sectionStates`. */
  readonly states: Readonly<Record<string, string>>;
}

/** What stood at a system's door in one interval. */
export interface DoorReading {
  readonly atMs: number;
  readonly system: System;
  readonly calls: number;
  readonly inFlightMax: number;
}

/** What the BFF says of itself. */
export interface InsideReading {
  readonly atMs: number;
  readonly residentBytes: number;
  /** By `system.operation`. */
  readonly breakers: Readonly<Record<string, BreakerState>>;
}
export type BreakerState = "closed" | "half-open" | "open" | "disabled";

/** All that was seen of one bad day. */
export interface LabRun {
  readonly script: LabScript;
  readonly windows: readonly FaultWindow[];
  readonly samples: readonly Sample[];
  readonly doors: readonly DoorReading[];
  readonly inside: readonly InsideReading[];
}
