import type { Clock } from "./clock.ts";
import type { Operation } from "./call.ts";

/** The operation a policy is opened for. */
export interface CallSite {
  readonly system: string;
  readonly operation: string;
  /** `read` and `idempotent` may be asked twice. SOAP is always POST: the HTTP method tells nothing. */
  readonly kind: "read" | "idempotent" | "write";
  /** `public`: the answer is the same for everybody. `user`: it belongs to the identity that asked. */
  readonly audience: "public" | "user";
  readonly clock: Clock;
  /** State shared by all operations of one opened system: made once per key, gone with the system. */
  readonly shared: <T>(key: symbol, make: () => T) => T;
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
