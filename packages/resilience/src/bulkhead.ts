import { BulkheadFull, events, type Policy } from "@portico/core";
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
    const slots = site.shared(SLOTS, () => new Slots(options));
    if (!slots.areAs(options)) {
      throw new TypeError(`${site.system}.${site.operation} describes another bulkhead than its siblings.`);
    }
    return (next) => async (input, call) => {
      try {
        await slots.take(call);
      } catch (error) {
        if (error instanceof BulkheadFull && events.callRefused.listened) {
          events.callRefused.publish({
            call,
            system: site.system,
            operation: site.operation,
            reason: "bulkhead_full",
          });
        }
        throw error;
      }
      try {
        return await next(input, call);
      } finally {
        slots.release();
      }
    };
  },
});
