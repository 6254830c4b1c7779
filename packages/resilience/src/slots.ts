import { abortReason, BulkheadFull, type CallContext, remainingMs } from "@portico/core";

export interface BulkheadOptions {
  /** Calls to the system at one time, over all its operations. */
  readonly concurrentMax: number;
  /** Calls that may wait for a place. */
  readonly queuedMax: number;
  /** How long a call waits before it is refused. */
  readonly queueMsMax: number;
}

/** The places of one bulkhead and the queue in front of them: first come, first served. */
export class Slots {
  readonly #options: BulkheadOptions;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(options: BulkheadOptions) {
    this.#options = options;
  }

  areAs({ concurrentMax, queuedMax, queueMsMax }: BulkheadOptions): boolean {
    const own = this.#options;
    return (
      own.concurrentMax === concurrentMax && own.queuedMax === queuedMax && own.queueMsMax === queueMsMax
    );
  }

  /** Settles when the caller holds a slot; rejects when the queue is full, the wait too long or the caller gone. */
  take(call: CallContext): Promise<void> | undefined {
    if (call.signal.aborted) throw abortReason(call.signal);
    const { concurrentMax, queuedMax, queueMsMax } = this.#options;
    if (this.#running < concurrentMax) {
      this.#running += 1;
      return undefined;
    }
    if (this.#waiting.size >= queuedMax)
      throw new BulkheadFull("Too many calls are waiting for this system.");

    const waitMs = Math.min(queueMsMax, remainingMs(call));
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(enter);
        cancelTimer();
        call.signal.removeEventListener("abort", onAbort);
      };
      const enter = () => {
        leave();
        resolve();
      };
      const onAbort = () => {
        leave();
        reject(abortReason(call.signal));
      };
      const cancelTimer = call.clock.after(waitMs, () => {
        leave();
        reject(new BulkheadFull(`No place became free within ${Math.round(waitMs)} ms.`));
      });
      this.#waiting.add(enter);
      call.signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Hands the slot to the longest waiting caller, if any. */
  release(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#running -= 1;
  }
}
