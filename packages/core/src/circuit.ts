/** Where a circuit stands. `disabled`: everything passes and nothing is counted, because somebody said so. */
export type CircuitState = "closed" | "open" | "half_open" | "disabled";

/** Why a circuit changed. */
export type CircuitReason =
  | "failures"
  | "slow_calls"
  | "try_again"
  | "probe_failed"
  | "recovered"
  | "ordered";

/** A person's order, for the log: who gave it and why. */
export interface CircuitOrder {
  readonly who: string;
  readonly why: string;
}

export interface CircuitChange {
  readonly state: CircuitState;
  /** When, in epoch milliseconds. */
  readonly atMs: number;
  readonly reason: CircuitReason;
  /** Set when the reason is `ordered`. */
  readonly order: CircuitOrder | undefined;
}

/** What a circuit has counted of late: what it opens on. Counted anew when it closes; probes are not in it. */
export interface CircuitCounts {
  /** How far back it counts. */
  readonly windowMs: number;
  readonly calls: number;
  /** How many calls it wants to have seen before it may open: fewer while another process thinks the system looks bad. */
  readonly callsMin: number;
  readonly failed: number;
  /** Answers and failures that took long. */
  readonly slow: number;
}

/** One operation's circuit, for consoles and operators. Reached by `OpenedAdapter.circuits`. */
export interface Circuit {
  readonly system: string;
  readonly operation: string;
  readonly state: CircuitState;
  /** Since when it is so, in epoch milliseconds. */
  readonly sinceMs: number;
  readonly counts: CircuitCounts;
  /** The latest changes, oldest first, at most 50. */
  readonly history: readonly CircuitChange[];
  /** Lets no call through until somebody closes it: it does not try by itself. */
  open(order: CircuitOrder): void;
  /** Lets calls through, and judges them anew from here. Ends `open` and `disable` as well. */
  close(order: CircuitOrder): void;
  /** Lets every call through, whatever becomes of it, until somebody closes or opens it. */
  disable(order: CircuitOrder): void;
}
