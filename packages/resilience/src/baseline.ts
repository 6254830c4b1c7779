// A mean of fewer calls says little, and one of more comes too late.
const CALLS_PER_MEAN = 16;
// Below this a call's time is noise.
const MS_MIN = 1;

/** How long one operation takes when its system has nothing else to do: the least of its mean times. */
export class Baseline {
  #leastMs = Infinity;
  #sumMs = 0;
  #count = 0;
  #era = 0;

  /**
   * How many times longer than at rest this call took; `undefined` while nothing is known.
   * @param era all that was learned in another one is forgotten
   */
  ratioOf(tookMs: number, era: number): number | undefined {
    if (era !== this.#era) {
      this.#era = era;
      this.#leastMs = Infinity;
      this.#sumMs = 0;
      this.#count = 0;
    }
    this.#sumMs += tookMs;
    this.#count += 1;
    if (this.#count === CALLS_PER_MEAN) {
      this.#leastMs = Math.max(MS_MIN, Math.min(this.#leastMs, this.#sumMs / CALLS_PER_MEAN));
      this.#sumMs = 0;
      this.#count = 0;
    }
    return this.#leastMs === Infinity ? undefined : tookMs / this.#leastMs;
  }
}
