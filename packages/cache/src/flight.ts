import { CallCancelled, type CallContext, type CallSite, type Operation } from "@portico/core";

// What a shared call may take at most. The attempt beneath is shorter; this only ends work that has no attempt.
const FLIGHT_MS_MAX = 10_000;

/**
 * One call to a backend that several callers wait for. It belongs to nobody: a caller that leaves costs the others
 * nothing, and only when the last one has left is the work cancelled.
 */
export class Flight<Output> {
  readonly #controller = new AbortController();
  readonly #answer: Promise<Output>;
  #waiting = 0;

  constructor(next: Operation<unknown, Output>, input: unknown, first: CallContext, site: CallSite) {
    this.#answer = next(input, {
      ...first,
      // What everybody may read, nobody may have asked for under a name.
      identity: site.audience === "public" ? null : first.identity,
      deadlineMs: first.clock.now() + FLIGHT_MS_MAX,
      signal: this.#controller.signal,
      staleAgeMsMax: 0,
      onStale: () => {},
    });
    this.#answer.catch(() => {});
  }

  /** Runs once the work has ended, however it ended. */
  onEnd(end: () => void): void {
    this.#answer.then(end, end);
  }

  /** The shared answer, or the reason this caller stopped waiting for it. */
  join(call: CallContext): Promise<Output> {
    if (call.signal.aborted) return Promise.reject(call.signal.reason as Error);
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        call.signal.removeEventListener("abort", onAbort);
        this.#waiting -= 1;
      };
      const onAbort = () => {
        leave();
        if (this.#waiting === 0) {
          this.#controller.abort(new CallCancelled("Everybody who waited for this answer has left."));
        }
        // The reason is a BackendError: whoever aborts a call says why in the words of the closed list.
        reject(call.signal.reason as Error);
      };
      call.signal.addEventListener("abort", onAbort, { once: true });
      this.#answer.then(
        (answer) => {
          leave();
          resolve(answer);
        },
        (error: Error) => {
          leave();
          reject(error);
        },
      );
    });
  }

  /** Whether somebody may still join: a flight that everybody left is being cancelled. */
  get open(): boolean {
    return !this.#controller.signal.aborted;
  }
}
