import type { Policy } from "@portico/core";
import { inSlot } from "./in-slot.ts";
import { sharedAlike } from "./shared-alike.ts";
import { type BulkheadOptions, Slots } from "./slots.ts";

const SLOTS = Symbol("bulkhead");

/**
 * Limits how many calls one legacy system has from us, so that a slow system cannot fill our memory nor we its pool.
 * @throws {TypeError} on opening, when operations of one system describe its bulkhead differently
 */
export const bulkhead = (options: BulkheadOptions): Policy => ({
  name: "bulkhead",
  settings: { ...options },
  open(site) {
    const slots = sharedAlike(site, SLOTS, "bulkhead", options, () => {
      const made = new Slots(() => options.concurrentMax, options);
      site.onLimit(made);
      return made;
    });
    return (next) => inSlot(site, slots, next);
  },
});
