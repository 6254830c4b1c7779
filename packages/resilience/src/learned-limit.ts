import type { Clock } from "@portico/core";

export interface LearnedLimitOptions {
  /** What it never goes below: enough to find out that the system is well again. */
  readonly concurrentMin: number;
  /** What it never goes above. */
  readonly concurrentMax: number;
  /** Where it begins. */
  readonly concurrentStart: number;
  /** How many times longer than at rest answers may take before the limit is too high. */
  readonly slowdownMax: number;
}

/** What one call says: how many times longer than at rest it took, or that the system could not take it. */
export type Sample = { readonly ratio: number | undefined } | "overloaded";

// A round is as many calls as fit at once, so that each round is judged by what the one before it did (as in TCP);
// below this many, chance would be the judge.
const ROUND_CALLS_MIN = 10;
// One failure among many is an accident; a tenth of a round, and two at least, is a system that has too much to do.
const OVERLOADED_SHARE = 0.1;
const OVERLOADED_MIN = 2;
const DECREASE = 0.75;
// How long what was once too much is not tried again.
const CEILING_MS = 30_000;

/**
 * How many calls a system can take at a time, learned from how it answers, round by round.
 *
 * - Too many failures: three quarters of the limit, at once, and what was reached is a ceiling for half a minute.
 *   Additive increase, multiplicative decrease: TCP congestion avoidance, RFC 5681; the ceiling is the `W_max` of
 *   CUBIC, RFC 9438. Without it, a system that falls over instead of slowing down would be felled again every second.
 * - Answers take more than `slowdownMax` times as long as at rest: one less. They queue in the system: TCP Vegas
 *   (Brakmo and Peterson, 1995), as in Netflix's concurrency-limits.
 * - Neither, and the limit was reached: one more.
 */
export class LearnedLimit {
  readonly #options: LearnedLimitOptions;
  readonly #clock: Clock;
  #limit: number;
  #ceiling = Infinity;
  #ceilingUntilMs = 0;
  /** Goes up when the limit goes down: a call of before was sent under another limit, and says nothing of this one. */
  #era = 0;
  #restEra = 0;
  #calls = 0;
  #overloaded = 0;
  #ratioSum = 0;
  #ratios = 0;
  #wasReached = false;
  /** In the round before. */
  #wasReachedBefore = false;
  /** A round has ended well since the last fall. */
  #wasWell = true;

  constructor(options: LearnedLimitOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
    this.#limit = options.concurrentStart;
  }

  get limit(): number {
    return this.#limit;
  }

  get era(): number {
    return this.#era;
  }

  /**
   * Goes up when answers are slow though next to nothing is asked: it is not our calls that slow the system down, and
   * what it was like at rest is no longer so.
   */
  get restEra(): number {
    return this.#restEra;
  }

  /**
   * Takes in what a call said that began in `era`.
   * @param isReached whether another of its rank would have to wait beside it
   * @returns whether the limit has changed
   */
  learn(sample: Sample, era: number, isReached: boolean): boolean {
    if (era !== this.#era) return false;
    const before = this.#limit;
    this.#calls += 1;
    if (sample === "overloaded") this.#overloaded += 1;
    else if (sample.ratio !== undefined) {
      this.#ratioSum += sample.ratio;
      this.#ratios += 1;
    }
    if (isReached) this.#wasReached = true;

    const roundCalls = Math.max(this.#limit, ROUND_CALLS_MIN);
    if (this.#overloaded >= Math.max(OVERLOADED_MIN, roundCalls * OVERLOADED_SHARE)) this.#fallBack();
    else if (this.#calls >= roundCalls) this.#endRound();
    return this.#limit !== before;
  }

  #fallBack(): void {
    // Falling on and on is one collapse: only from where it stood well does it say what was too much. An outage would
    // otherwise leave the system next to nothing for half a minute after it is back.
    // And only when it was reached: in a quiet hour, the limit says nothing of what failed.
    const isReached = this.#wasReached || this.#wasReachedBefore;
    if (this.#wasWell) this.#ceiling = isReached ? this.#limit : this.#ceilingNow;
    this.#wasWell = false;
    this.#ceilingUntilMs = this.#clock.now() + CEILING_MS;
    this.#change(Math.floor(this.#limit * DECREASE));
    this.#era += 1;
  }

  #endRound(): void {
    this.#wasWell = true;
    const slowdown = this.#ratios === 0 ? 1 : this.#ratioSum / this.#ratios;
    if (slowdown > this.#options.slowdownMax) {
      if (this.#limit === this.#options.concurrentMin) this.#restEra += 1;
      this.#change(this.#limit - 1);
    } else if (this.#wasReached && this.#limit + 1 < this.#ceilingNow) this.#change(this.#limit + 1);
    else this.#change(this.#limit);
  }

  #change(limit: number): void {
    const { concurrentMin, concurrentMax } = this.#options;
    this.#limit = Math.min(concurrentMax, Math.max(concurrentMin, limit));
    this.#calls = 0;
    this.#overloaded = 0;
    this.#ratioSum = 0;
    this.#ratios = 0;
    this.#wasReachedBefore = this.#wasReached;
    this.#wasReached = false;
  }

  get #ceilingNow(): number {
    return this.#clock.now() < this.#ceilingUntilMs ? this.#ceiling : Infinity;
  }
}
