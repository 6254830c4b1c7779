const KEPT = 256;
// Sorting what is kept takes 10 µs: not on every call.
const SORT_EVERY = 16;

/** A percentile of the latest 256 durations. */
export class RollingPercentile {
  readonly #share: number;
  readonly #samplesMin: number;
  readonly #kept = new Float64Array(KEPT);
  #count = 0;
  #valueMs: number | undefined;

  /** @param share 0.95 for the 95th percentile */
  constructor(share: number, samplesMin: number) {
    this.#share = share;
    this.#samplesMin = Math.min(samplesMin, KEPT);
  }

  add(durationMs: number): void {
    this.#kept[this.#count % KEPT] = durationMs;
    this.#count += 1;
    if (this.#count < this.#samplesMin || this.#count % SORT_EVERY !== 0) return;
    const sorted = this.#kept.slice(0, Math.min(this.#count, KEPT)).toSorted();
    this.#valueMs = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * this.#share))];
  }

  /** In milliseconds; `undefined` until there are enough samples. */
  get valueMs(): number | undefined {
    return this.#valueMs;
  }
}
