import type { CallSite } from "@portico/core";
import { sharedAlike } from "./shared-alike.ts";
import { wasOurs } from "./was-ours.ts";

export interface RetryBudgetOptions {
  /** Second tries each call earns for all of its system, 0 to 1. Default 0.2: Envoy's and Finagle's. */
  readonly budgetRatio?: number;
  /** Second tries that are there without any call, so that a quiet system has some. Default 3: Envoy's. */
  readonly budgetReserve?: number;
}

/**
 * How often one system may be asked a second time, retries and hedges together. Over any time, second tries are at
 * most `budgetRatio` of the calls plus `budgetReserve`: a system that fails every call is asked 1.2 times as often,
 * not twice. What a good hour has saved does not count in a bad one: no more is kept than the reserve and the share
 * of the calls under way.
 */
export class RetryBudget {
  readonly #ratio: number;
  readonly #reserve: number;
  readonly #earners = new Map<string, object>();
  #underWay = 0;
  #saved: number;

  constructor({ budgetRatio, budgetReserve }: Required<RetryBudgetOptions>) {
    this.#ratio = budgetRatio;
    this.#reserve = budgetReserve;
    this.#saved = budgetReserve;
  }

  /** Policies are opened from the inside out, and a call earns once: for the one that sees it first, the outermost. */
  earner(operation: string): { readonly begin: () => void; readonly end: (error?: unknown) => void } {
    const begin = () => {
      if (this.#earners.get(operation) !== earner) return;
      this.#underWay += 1;
      this.#saved = Math.min(this.#saved + this.#ratio, this.#max);
    };
    const end = (error?: unknown) => {
      if (this.#earners.get(operation) !== earner) return;
      // What never reached the system was no load for it, and earns none.
      if (wasOurs(error)) this.#saved -= this.#ratio;
      this.#underWay -= 1;
      this.#saved = Math.min(this.#saved, this.#max);
    };
    const earner = { begin, end };
    this.#earners.set(operation, earner);
    return earner;
  }

  /** Whether one more second try is within the budget; if so, it is spent. */
  spend(): boolean {
    if (this.#saved < 1 - ROUNDING) return false;
    this.#saved -= 1;
    return true;
  }

  get #max(): number {
    return this.#reserve + this.#ratio * this.#underWay;
  }
}

// Five times 0.2 is a little less than 1.
const ROUNDING = 1e-9;

const BUDGET = Symbol("retry budget");

/**
 * The budget of this system, shared by retries and hedges of all its operations.
 * @throws {TypeError} when operations or policies of one system describe it differently
 */
export const budgetOf = (site: CallSite, options: Required<RetryBudgetOptions>): RetryBudget =>
  sharedAlike(site, BUDGET, "retry budget", options, () => new RetryBudget(options));

export const BUDGET_BOUNDS = { budgetRatio: { min: 0, max: 1 }, budgetReserve: { min: 0, max: 1_000 } };

export const withBudgetDefaults = ({
  budgetRatio = 0.2,
  budgetReserve = 3,
}: RetryBudgetOptions): Required<RetryBudgetOptions> => ({ budgetRatio, budgetReserve });
