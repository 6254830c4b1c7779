import type { CallSite } from "@portico/core";

// Two calls are the fewest that can be said to agree.
const CALLS_MIN = 2;

/**
 * How many calls a circuit wants to have seen before it may open. While another process thinks that the system looks
 * bad it is half as many: its opinion shortens the fuse, and only failures of our own can light it.
 */
export class Fuse {
  readonly #site: CallSite;
  readonly #callsMin: number;
  readonly #unsubscribe: () => void;
  #shortUntilMs = -Infinity;

  constructor(site: CallSite, callsMin: number) {
    this.#site = site;
    this.#callsMin = callsMin;
    this.#unsubscribe = site.hints.subscribe(({ system, operation, forMs }) => {
      if (system !== site.system || operation !== site.operation) return;
      // Two opinions at once are no more than one, and none lasts longer than a window says something.
      this.#shortUntilMs = Math.max(this.#shortUntilMs, site.clock.now() + Math.min(forMs, OPINION_MS_MAX));
    });
  }

  get callsMin(): number {
    if (this.#site.clock.now() >= this.#shortUntilMs) return this.#callsMin;
    return Math.min(this.#callsMin, Math.max(CALLS_MIN, Math.ceil(this.#callsMin / 2)));
  }

  end(): void {
    this.#unsubscribe();
  }
}

const OPINION_MS_MAX = 60_000;
