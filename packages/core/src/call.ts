import type { Clock } from "./clock.ts";
import type { TraceContext } from "./trace.ts";

/** Who is asking. Part of every cache key of an operation that is not declared public. */
export interface Identity {
  /** The customer number all systems know this user by. */
  readonly customerId: string;
}

/**
 * Who waits. `interactive`: a person at a screen. `background`: work that can be done later. `agent`: a program that
 * can ask again. When there is not room for all, the last ones go first.
 */
export type Priority = "interactive" | "background" | "agent";

/** A remembered answer that was served instead of a fresh one. */
export interface StaleAnswer {
  /** When the system gave the remembered answer, in epoch milliseconds. */
  readonly asOfMs: number;
  /** Why there was no fresh one. */
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}

/** Where an answer came from, and for how long it is as good as a new one. */
export interface AnswerAge {
  /**
   * `hit`: from memory; `stale`: from memory, because the system failed; `collapsed`: from a call another caller had
   * begun; `miss`: from the system, for this caller.
   */
  readonly from: "hit" | "stale" | "collapsed" | "miss";
  /** How long ago the system gave it. */
  readonly ageMs: number;
  /** How long it stays fresh; below 0: for how long it has not been. */
  readonly freshMsLeft: number;
}

/** What travels with every question put to a backend. */
export interface CallContext {
  readonly requestId: string;
  readonly trace: TraceContext;
  /** The service that asks, by reference: listeners tell two of them in one process apart. */
  readonly service: { readonly name: string };
  /** `null`: nobody in particular. Public operations never see an identity. */
  readonly identity: Identity | null;
  /** Absent: `interactive`. */
  readonly priority?: Priority;
  readonly clock: Clock;
  /** When the answer stops being useful, on `clock.now()`'s scale. */
  readonly deadlineMs: number;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** The oldest remembered answer the caller would take over a failure, in milliseconds. 0: none. */
  readonly staleAgeMsMax: number;
  /** Told when a remembered answer is served under `staleAgeMsMax`. */
  readonly onStale: (answer: StaleAnswer) => void;
  /** Told of each answer of an operation that has a memory: an answer composed of several is as old as its oldest. */
  readonly onAnswer?: (age: AnswerAge) => void;
}

/** Milliseconds left before the deadline; never negative. */
export const remainingMs = (call: CallContext): number => Math.max(0, call.deadlineMs - call.clock.now());

/** One question we can put to a backend. Rejects with a `BackendError`, nothing else. */
export type Operation<Input, Output> = (input: Input, call: CallContext) => Promise<Output>;
