export const SAMPLES_MAX = 256;
// Sorting what is kept takes 10 µs: not on every call.
const SORT_EVERY = 16;

/** A percentile of the latest 256 durations. */
export class RollingPercentile {
  readonly #share: number;
  readonly #samplesMin: number;
  readonly #kept = new Float64Array(SAMPLES_MAX);
  #count = 0;
  #valueMs: number | undefined;

  /**
   * @param share 0.95 for the 95th percentile
   * @param samplesMin at most `SAMPLES_MAX`
   */
  constructor(share: number, samplesMin: number) {
    this.#share = share;
    this.#samplesMin = samplesMin;
  }

  add(durationMs: number): void {
    this.#kept[this.#count % SAMPLES_MAX] = durationMs;
    this.#count += 1;
    if (this.#count < this.#samplesMin || this.#count % SORT_EVERY !== 0) return;
    const sorted = this.#kept.slice(0, Math.min(this.#count, SAMPLES_MAX)).toSorted();
    this.#valueMs = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * this.#share))];
  }

  /** In milliseconds; `undefined` until there are enough samples. */
  get valueMs(): number | undefined {
    return this.#valueMs;
  }
}
