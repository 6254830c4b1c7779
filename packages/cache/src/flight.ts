import {
  abortReason,
  BackendTimeout,
  CallCancelled,
  type CallContext,
  type CallSite,
  type Priority,
} from "@portico/core";

// What a shared call may take at most. The attempt beneath is shorter; this is for work that has no attempt, which new
// callers would otherwise go on joining. Found out by the next caller: a timer per call would be one too many.
const FLIGHT_MS_MAX = 10_000;

interface FlightPlan {
  /** Goes on when nobody waits for it. */
  readonly background: boolean;
  /** Of the memory its answer will be kept in. */
  readonly generation: number;
  /** Runs once the work has ended, however it ended. */
  readonly onEnd: () => void;
}

/**
 * One call to a backend that several callers wait for. It belongs to nobody: a caller that leaves costs the others
 * nothing, and only when the last one has left is the work cancelled.
 */
export class Flight<Answer> {
  readonly #controller = new AbortController();
  readonly #answer: Promise<Answer>;
  readonly #waiting = new Set<() => void>();
  readonly #endMs: number;
  readonly #plan: FlightPlan;
  readonly #rank: number;

  constructor(
    ask: (call: CallContext) => Promise<Answer>,
    first: CallContext,
    site: CallSite,
    plan: FlightPlan,
  ) {
    this.#endMs = site.clock.now() + FLIGHT_MS_MAX;
    this.#plan = plan;
    this.#rank = rankOf(first);
    this.#answer = ask({
      ...first,
      // What everybody may read, nobody may have asked for under a name.
      identity: site.audience === "public" ? null : first.identity,
      deadlineMs: this.#endMs,
      signal: this.#controller.signal,
      staleAgeMsMax: 0,
      onStale: ignore,
      onAnswer: ignore,
    });
    this.#answer.then(plan.onEnd, plan.onEnd);
  }

  /** The shared answer, or the reason this caller stopped waiting for it. */
  join(call: CallContext): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        call.signal.removeEventListener("abort", onAbort);
        this.#waiting.delete(leave);
      };
      const onAbort = () => {
        leave();
        if (this.#waiting.size === 0 && !this.#plan.background) {
          this.#controller.abort(new CallCancelled("Everybody who waited for this answer has left."));
        }
        reject(abortReason(call.signal));
      };
      this.#waiting.add(leave);
      call.signal.addEventListener("abort", onAbort, { once: true });
      const settle =
        <Value>(as: (value: Value) => void) =>
        (value: Value): void => {
          leave();
          as(value);
        };
      this.#answer.then(settle(resolve), settle(reject));
    });
  }

  /**
   * Whether this caller may still join: not when all have left, something was purged meanwhile, or its time is up; and
   * not when it was asked for somebody of lower rank, who may have to wait or be refused where this one is not.
   */
  isOpenTo(call: CallContext, nowMs: number, generation: number): boolean {
    if (generation !== this.#plan.generation || rankOf(call) > this.#rank) return false;
    if (nowMs >= this.#endMs)
      this.#controller.abort(new BackendTimeout(`No answer within ${FLIGHT_MS_MAX} ms.`));
    return !this.#controller.signal.aborted;
  }
}

const RANK: Readonly<Record<Priority, number>> = { interactive: 2, background: 1, agent: 0 };

const rankOf = ({ priority }: CallContext): number => RANK[priority ?? "interactive"];

const ignore = () => {};
