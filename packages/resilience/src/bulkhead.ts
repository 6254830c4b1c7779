import { BulkheadFull, type CallContext, events, type Policy } from "@portico/core";

export interface BulkheadOptions {
  /** Calls to the system at one time, over all its operations. */
  readonly concurrentMax: number;
  /** Calls that may wait for a place. */
  readonly queuedMax: number;
  /** How long a call waits before it is refused. */
  readonly queueMsMax: number;
}

const SLOTS = Symbol("bulkhead");

/** Limits how many calls one legacy system has from us, so that a slow system cannot fill our memory nor we its pool. */
export const bulkhead = (options: BulkheadOptions): Policy => ({
  name: "bulkhead",
  open(site) {
    const slots = site.shared(SLOTS, () => new Slots(options));
    return (next) => async (input, call) => {
      try {
        await slots.take(call);
      } catch (error) {
        if (error instanceof BulkheadFull && events.callRefused.listened) {
          events.callRefused.publish({
            call,
            system: site.system,
            operation: site.operation,
            reason: "bulkhead_full",
          });
        }
        throw error;
      }
      try {
        return await next(input, call);
      } finally {
        slots.release();
      }
    };
  },
});

class Slots {
  readonly #options: BulkheadOptions;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(options: BulkheadOptions) {
    this.#options = options;
  }

  /** Settles when the caller holds a slot; rejects when the queue is full, the wait too long or the caller gone. */
  take(call: CallContext): Promise<void> | undefined {
    const { concurrentMax, queuedMax, queueMsMax } = this.#options;
    if (this.#running < concurrentMax) {
      this.#running += 1;
      return undefined;
    }
    if (this.#waiting.size >= queuedMax)
      throw new BulkheadFull("Too many calls are waiting for this system.");

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
        // The reason is a BackendError: whoever aborts a call says why in the words of the closed list.
        reject(call.signal.reason as Error);
      };
      const cancelTimer = call.clock.after(queueMsMax, () => {
        leave();
        reject(new BulkheadFull(`No place became free within ${queueMsMax} ms.`));
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
