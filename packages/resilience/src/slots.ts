import {
  BulkheadFull,
  type CallContext,
  type ConcurrencyLimit,
  type Priority,
  remainingMs,
} from "@portico/core";
import { count, milliseconds } from "./bounds.ts";
import { neverSentReason } from "./never-sent.ts";

export interface QueueOptions {
  /** Calls that may wait for a place. */
  readonly queuedMax: number;
  /** How long a call waits before it is refused. */
  readonly queueMsMax: number;
}

export interface BulkheadOptions extends QueueOptions {
  /** Calls to the system at one time, over all its operations. */
  readonly concurrentMax: number;
}

/** Under which the operations of one system share their places, however many those are and whoever says so. */
export const SHARED_PLACES = Symbol("places");

export const PLACES = count(1, 10_000);
export const QUEUE = { queuedMax: count(0, 100_000), queueMsMax: milliseconds(0) };

/**
 * What part of the places each may fill, so that the next in rank finds some free: people at screens all of them,
 * background work three quarters, agents half. Each at least one.
 */
const SHARE: Readonly<Record<Priority, number>> = { interactive: 1, background: 0.75, agent: 0.5 };

/** Highest first. */
const RANKS: readonly Priority[] = ["interactive", "background", "agent"];

/** One that waits for a place. */
interface Waiting {
  readonly enter: () => void;
  readonly refuse: () => void;
}

/**
 * The places in front of one system and the queue for them: highest rank first, then first come, first served. When
 * the queue is full, a call of higher rank takes the place of the last of the lowest.
 */
export class Slots implements ConcurrencyLimit {
  readonly #limit: () => number;
  readonly #options: QueueOptions;
  readonly #waiting: Readonly<Record<Priority, Set<Waiting>>> = {
    interactive: new Set(),
    background: new Set(),
    agent: new Set(),
  };
  #waitingCount = 0;
  #running = 0;

  /** @param limit how many places there are at the moment, a whole number from 1 on */
  constructor(limit: () => number, options: QueueOptions) {
    this.#limit = limit;
    this.#options = options;
  }

  get limit(): number {
    return this.#limit();
  }

  get running(): number {
    return this.#running;
  }

  get queued(): number {
    return this.#waitingCount;
  }

  hasPlaceFor(rank: Priority): boolean {
    return this.#running < Math.max(1, Math.floor(this.#limit() * SHARE[rank]));
  }

  /**
   * `undefined` when the caller holds a place at once; otherwise settles when it does.
   * @throws {BulkheadFull | CallCancelled | NeverSent} or rejects, when the queue is full, the wait too long, the caller
   * gone or its time up
   */
  take(call: CallContext): Promise<void> | undefined {
    if (call.signal.aborted) throw neverSentReason(call.signal);
    const rank = call.priority ?? "interactive";
    if (this.hasPlaceFor(rank)) {
      this.#running += 1;
      return undefined;
    }
    if (this.#waitingCount >= this.#options.queuedMax && !this.#makeRoomFor(rank)) throw queueFull();
    return this.#wait(call, this.#waiting[rank]);
  }

  /** Gives the place to whoever is next, and lets in all who may enter since the limit went up. */
  release(): void {
    this.#running -= 1;
    if (this.#waitingCount === 0) return;
    for (const rank of RANKS) {
      while (this.hasPlaceFor(rank)) {
        const [next] = this.#waiting[rank];
        if (next === undefined) break;
        this.#running += 1;
        next.enter();
      }
    }
  }

  /** Refuses the last of the lowest rank that waits, if that is lower. */
  #makeRoomFor(rank: Priority): boolean {
    for (const lower of RANKS.slice(RANKS.indexOf(rank) + 1).toReversed()) {
      const last = [...this.#waiting[lower]].at(-1);
      if (last === undefined) continue;
      last.refuse();
      return true;
    }
    return false;
  }

  #wait(call: CallContext, queue: Set<Waiting>): Promise<void> {
    const waitMs = Math.min(this.#options.queueMsMax, remainingMs(call));
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.delete(waiting);
        this.#waitingCount -= 1;
        cancelTimer();
        call.signal.removeEventListener("abort", onAbort);
      };
      const waiting: Waiting = {
        enter: () => {
          leave();
          resolve();
        },
        refuse: () => {
          leave();
          reject(queueFull());
        },
      };
      const onAbort = () => {
        leave();
        reject(neverSentReason(call.signal));
      };
      const cancelTimer = call.clock.after(waitMs, () => {
        leave();
        reject(new BulkheadFull(`No place became free within ${Math.round(waitMs)} ms.`));
      });
      queue.add(waiting);
      this.#waitingCount += 1;
      call.signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}

const queueFull = () => new BulkheadFull("Too many calls are waiting for this system.");
