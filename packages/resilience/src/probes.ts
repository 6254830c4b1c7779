/**
 * The calls that try a system which was left alone, as many in all as it has `places`. One that fails decides at once;
 * otherwise all have to end, and one at least has to be answered. A caller that leaves gives its place to nobody: the
 * system has had the call.
 */
export class Probes {
  readonly #places: number;
  #begun = 0;
  #ended = 0;
  #good = 0;

  constructor(places: number) {
    this.#places = places;
  }

  get allBegun(): boolean {
    return this.#begun >= this.#places;
  }

  begin(): void {
    this.#begun += 1;
  }

  /** For a call that never reached the system: another may have its place. */
  giveBack(): void {
    this.#begun -= 1;
  }

  /** What is known of the system after this call; `undefined` while more has to be heard. */
  end(outcome: "good" | "failed" | "nothing"): "good" | "failed" | undefined {
    if (outcome === "failed") return "failed";
    this.#ended += 1;
    if (outcome === "good") this.#good += 1;
    if (this.#ended < this.#places) return undefined;
    return this.#good > 0 ? "good" : "failed";
  }
}
