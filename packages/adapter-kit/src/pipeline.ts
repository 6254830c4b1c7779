import type { Policy } from "@portico/core";

/** Policies in the one order they make sense in, outermost first. */
export type Pipeline = readonly Policy[];

// A cache inside a breaker would count hits as health; an attempt outside a bulkhead would free the slot while the
// work goes on. So there is one order, and a pipeline may only leave parts out.
const ORDER = ["cached", "breaker", "bulkhead", "attempt"];

/** @throws {TypeError} when policies stand in another order, twice, or are not known here */
export function pipeline(...policies: readonly Policy[]): Pipeline {
  let last = -1;
  for (const { name } of policies) {
    const place = ORDER.indexOf(name);
    if (place <= last) {
      throw new TypeError(`"${name}" cannot stand here: a pipeline is ${ORDER.join(" > ")}.`);
    }
    last = place;
  }
  return policies;
}
