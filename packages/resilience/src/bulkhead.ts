import type { Policy } from "@portico/core";
import { checkBounds } from "./bounds.ts";
import { inSlot } from "./in-slot.ts";
import { sharedAlike } from "./shared-alike.ts";
import { type BulkheadOptions, PLACES, QUEUE, SHARED_PLACES, Slots } from "./slots.ts";

/**
 * Limits how many calls one legacy system has from us, so that a slow system cannot fill our memory nor we its pool.
 * @throws {TypeError} when a setting is out of bounds; on opening, when operations of one system describe it differently
 */
export function bulkhead(options: BulkheadOptions): Policy {
  checkBounds("bulkhead", options, { concurrentMax: PLACES, ...QUEUE });
  return {
    name: "bulkhead",
    settings: { ...options },
    open(site) {
      const slots = sharedAlike(site, SHARED_PLACES, "bulkhead", options, () => {
        const made = new Slots(() => options.concurrentMax, options);
        site.onLimit(made);
        return made;
      });
      return (next) => inSlot(site, slots, next);
    },
  };
}
