import type { Operation } from "./call.ts";
import type { Circuit } from "./circuit.ts";
import type { Clock } from "./clock.ts";
import type { ConcurrencyLimit } from "./concurrency-limit.ts";
import type { HealthHints } from "./hints.ts";

/** The operation a policy is opened for. */
export interface CallSite {
  readonly system: string;
  readonly operation: string;
  /** `read` and `idempotent` may be asked twice. SOAP is always POST: the HTTP method tells nothing. */
  readonly kind: "read" | "idempotent" | "write";
  /** `public`: the answer is the same for everybody. `user`: it belongs to the identity that asked. */
  readonly audience: "public" | "user";
  /** Names the shape of its answers: another shape, another text. What outlives a deploy is kept under it. */
  readonly answerShape: () => string;
  /** What an answer is about, in words others may use to say that it has changed, e.g. `product:WIN-0001`. */
  readonly tagsOf: (input: unknown, answer: unknown) => readonly string[];
  readonly clock: Clock;
  /** State shared by all operations of one opened system: made once per key, gone with the system. */
  readonly shared: <T>(key: symbol, make: () => T) => T;
  /** What other processes think of the system, and where to tell them. */
  readonly hints: HealthHints;
  /** Shows a circuit to consoles and operators. */
  readonly onCircuit: (circuit: Circuit) => void;
  /** Shows the limit that all operations of the system share: by the first of them, once. */
  readonly onLimit: (limit: ConcurrencyLimit) => void;
  /** Runs when the system is closed: for timers a policy started. */
  readonly onClose: (dispose: () => void) => void;
}

/**
 * Wraps any operation with one concern: time, retry, cache, trace. A policy is a description; its state begins when
 * an adapter is opened and calls `open` for each of its operations.
 */
export interface Policy {
  readonly name: string;
  /** The numbers it was described with, each with its unit in its name: what consoles show and tests hold it to. */
  readonly settings: Readonly<Record<string, number>>;
  open(site: CallSite): <Input, Output>(next: Operation<Input, Output>) => Operation<Input, Output>;
}
