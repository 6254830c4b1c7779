import type { Clock } from "@portico/core";

interface Wait {
  readonly endMs: number;
  /** Not there any more once the wait is over: see `begin`. */
  expire: (() => void) | undefined;
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
    const wait: Wait = { endMs: this.#clock.now() + this.#limitMs, expire };
    this.#waits.add(wait);
    this.#cancelTimer ??= this.#arm(this.#limitMs);
    return () => {
      this.#waits.delete(wait);
      // A set that many come to and go from leaves copies of itself behind, which V8's young collections take for living
      // with all they refer to: here the values that were written and read.
      wait.expire = undefined;
    };
  }

  get pending(): number {
    return this.#waits.size;
  }

  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const { expire } of this.#waits) expire?.();
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
      wait.expire?.();
    }
  }
}
