/** How many calls one system has from us at a time, for consoles and operators. Reached by `OpenedAdapter.limit`. */
export interface ConcurrencyLimit {
  /** The most there may be. Changes where it is learned. */
  readonly limit: number;
  /** Those whose work has not ended. */
  readonly running: number;
  /** Those that wait for a place. */
  readonly queued: number;
}
