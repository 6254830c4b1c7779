/** What a system has seen of its callers since the last reset. */
export interface CallReport {
  readonly total: number;
  readonly byOperation: Readonly<Record<string, number>>;
  /** Calls that have arrived and have no answer yet. */
  readonly inFlight: number;
  readonly inFlightMax: number;
}

export interface CallLedger {
  /** Counts a call the moment it arrives; the answer ends it. */
  arrived(operation: string): () => void;
  report(): CallReport;
  /** Forgets the past. Calls still in flight stay in flight. */
  reset(): void;
}

export function callLedger(): CallLedger {
  let counts = new Map<string, number>();
  let inFlight = 0;
  let inFlightMax = 0;
  return {
    arrived(operation) {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      inFlight += 1;
      inFlightMax = Math.max(inFlightMax, inFlight);
      return () => {
        inFlight -= 1;
      };
    },
    report: () => ({
      total: counts.values().reduce((sum, count) => sum + count, 0),
      byOperation: Object.fromEntries(counts),
      inFlight,
      inFlightMax,
    }),
    reset() {
      counts = new Map();
      inFlightMax = inFlight;
    },
  };
}
