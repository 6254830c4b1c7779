import type { Clock } from "@portico/core";

interface Wait {
  readonly endMs: number;
  readonly expire: () => void;
}

/** Ends what takes longer than `limitMs`. One timer for all: every wait is as long, so the oldest ends first. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #waits = new Set<Wait>();
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** Calls `expire` when the time is over, unless the answer was called before. */
  begin(expire: () => void): () => void {
    const wait = { endMs: this.#clock.now() + this.#limitMs, expire };
    this.#waits.add(wait);
    this.#cancelTimer ??= this.#arm(this.#limitMs);
    return () => void this.#waits.delete(wait);
  }

  get pending(): number {
    return this.#waits.size;
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const { expire } of this.#waits) expire();
    this.#waits.clear();
  }

  #arm(delayMs: number): () => void {
    return this.#clock.after(delayMs, () => {
      // After a pause of ours, answers that came in time lie unread in their sockets: they are read first.
      setImmediate(() => this.#expire());
    });
  }

  #expire(): void {
    if (this.#cancelTimer === undefined) return;
    this.#cancelTimer = undefined;
    const nowMs = this.#clock.now();
    for (const wait of this.#waits) {
      if (wait.endMs > nowMs) {
        this.#cancelTimer = this.#arm(wait.endMs - nowMs);
        return;
      }
      this.#waits.delete(wait);
      wait.expire();
    }
  }
}
