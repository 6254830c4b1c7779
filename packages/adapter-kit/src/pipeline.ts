import type { Policy } from "@portico/core";

/** Policies in the one order they make sense in, outermost first. */
export type Pipeline = readonly Policy[];

// A cache inside a breaker would count hits as health; a retry inside it would hide failures from it; a hedge inside a
// bulkhead would make two calls in one slot; an attempt outside it would free the slot while the work goes on. So there
// is one order, and a pipeline may only leave parts out, except for the attempt. A system has its bulkhead or its learned limit, not both.
const ORDER = [["cached"], ["retry"], ["hedge"], ["breaker"], ["bulkhead", "adaptive"], ["attempt"]];

/** @throws {TypeError} when policies stand in another order, twice, are not known here, or nothing bounds the time */
export function pipeline(...policies: readonly Policy[]): Pipeline {
  let last = -1;
  for (const { name } of policies) {
    const place = ORDER.findIndex((names) => names.includes(name));
    if (place <= last) {
      throw new TypeError(
        `"${name}" cannot stand here: a pipeline is ${ORDER.map((names) => names.join(" or ")).join(" > ")}.`,
      );
    }
    last = place;
  }
  // A shared call lives as long as its attempts, and a circuit waits for its probes: nothing else bounds a call.
  if (policies.at(-1)?.name !== "attempt") throw new TypeError('A pipeline ends with its "attempt".');
  return policies;
}
