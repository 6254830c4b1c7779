import {
  abortReason,
  BackendTimeout,
  CallCancelled,
  type CallContext,
  type CallSite,
  type Operation,
} from "@portico/core";

// What a shared call may take at most. The attempt beneath is shorter; this ends work that has no attempt, which new
// callers would otherwise go on joining.
const FLIGHT_MS_MAX = 10_000;

/**
 * One call to a backend that several callers wait for. It belongs to nobody: a caller that leaves costs the others
 * nothing, and only when the last one has left is the work cancelled.
 */
export class Flight {
  readonly #controller = new AbortController();
  readonly #answer: Promise<unknown>;
  readonly #waiting = new Set<() => void>();

  constructor(next: Operation<unknown, unknown>, input: unknown, first: CallContext, site: CallSite) {
    this.#answer = next(input, {
      ...first,
      // What everybody may read, nobody may have asked for under a name.
      identity: site.audience === "public" ? null : first.identity,
      deadlineMs: first.clock.now() + FLIGHT_MS_MAX,
      signal: this.#controller.signal,
      staleAgeMsMax: 0,
      onStale: () => {},
    });
    this.onEnd(
      site.clock.after(FLIGHT_MS_MAX, () =>
        this.#controller.abort(new BackendTimeout(`No answer within ${FLIGHT_MS_MAX} ms.`)),
      ),
    );
  }

  /** Runs once the work has ended, however it ended. */
  onEnd(end: () => void): void {
    this.#answer.then(end, end);
  }

  /** The shared answer, or the reason this caller stopped waiting for it. */
  join(call: CallContext): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        call.signal.removeEventListener("abort", onAbort);
        this.#waiting.delete(leave);
      };
      const onAbort = () => {
        leave();
        if (this.#waiting.size === 0) {
          this.#controller.abort(new CallCancelled("Everybody who waited for this answer has left."));
        }
        reject(abortReason(call.signal));
      };
      this.#waiting.add(leave);
      call.signal.addEventListener("abort", onAbort, { once: true });
      this.#answer.finally(leave).then(resolve, reject);
    });
  }

  /** Whether somebody may still join: not when everybody has left or its time is up. */
  get open(): boolean {
    return !this.#controller.signal.aborted;
  }
}
