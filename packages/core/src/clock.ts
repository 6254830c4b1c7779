// The longest delay a timer of the platform takes; it fires at once on anything above. 24.8 days.
const TIMER_MS_MAX = 2_147_483_647;

/** Where time comes from. Handed in everywhere, so that a test can own it. */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary start. For durations and deadlines. */
  now(): number;
  /** Milliseconds since the Unix epoch. For timestamps that people or other systems read. */
  epochMs(): number;
  /**
   * Calls `fire` once after `delayMs`, or after 24 days when that is sooner; the answer cancels it. A pending timer
   * does not keep the process alive.
   */
  after(delayMs: number, fire: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  epochMs: () => Date.now(),
  after(delayMs, fire) {
    const timer = setTimeout(fire, Math.min(delayMs, TIMER_MS_MAX));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
