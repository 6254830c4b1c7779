export interface BreakerOptions {
  /** Share of failed calls that opens the circuit, above 0 and at most 1. */
  readonly failureRatio: number;
  /** The window those calls are counted in. */
  readonly windowMs: number;
  /** Calls in the window before a share means anything. */
  readonly callsMin: number;
  /** How long the system is left alone before it is tried again, give or take a fifth: replicas must not try together. */
  readonly openMs: number;
  /** From when on an answer is slow. Default: never. */
  readonly slowMs?: number;
  /** Share of slow answers that opens the circuit. Default 1: when nothing else comes. */
  readonly slowRatio?: number;
  /** Calls that try the system after `openMs`, in all, before the others follow. Default 3. */
  readonly probes?: number;
}
