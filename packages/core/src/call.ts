import type { Clock } from "./clock.ts";
import type { TraceContext } from "./trace.ts";

/** Who is asking. Part of every cache key of an operation that is not declared public. */
export interface Identity {
  /** The customer number all systems know this user by. */
  readonly customerId: string;
}

/** A remembered answer that was served instead of a fresh one. */
export interface StaleAnswer {
  /** When the system gave the remembered answer, in epoch milliseconds. */
  readonly asOfMs: number;
  /** Why there was no fresh one. */
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}

/** What travels with every question put to a backend. */
export interface CallContext {
  readonly requestId: string;
  readonly trace: TraceContext;
  /** The service that asks, by reference: listeners tell two of them in one process apart. */
  readonly service: { readonly name: string };
  /** `null`: nobody in particular. Public operations never see an identity. */
  readonly identity: Identity | null;
  readonly clock: Clock;
  /** When the answer stops being useful, on `clock.now()`'s scale. */
  readonly deadlineMs: number;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** The oldest remembered answer the caller would take over a failure, in milliseconds. 0: none. */
  readonly staleAgeMsMax: number;
  /** Told when a remembered answer is served under `staleAgeMsMax`. */
  readonly onStale: (answer: StaleAnswer) => void;
}

/** Milliseconds left before the deadline; never negative. */
export const remainingMs = (call: CallContext): number => Math.max(0, call.deadlineMs - call.clock.now());

/** One question we can put to a backend. Rejects with a `BackendError`, nothing else. */
export type Operation<Input, Output> = (input: Input, call: CallContext) => Promise<Output>;
