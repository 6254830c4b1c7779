import { BulkheadFull, type CallSite, events, type Operation } from "@portico/core";
import type { Slots } from "./slots.ts";

/**
 * Puts a question while it holds a place, and holds it until the work has ended, not until the caller stops waiting.
 * A refusal is reported.
 */
export const inSlot =
  <Input, Output>(site: CallSite, slots: Slots, next: Operation<Input, Output>): Operation<Input, Output> =>
  async (input, call) => {
    try {
      // Most often there is a place, and nothing to wait for.
      const turn = slots.take(call);
      if (turn !== undefined) await turn;
    } catch (error) {
      if (error instanceof BulkheadFull && events.callRefused.listened) {
        const { system, operation } = site;
        events.callRefused.publish({ call, system, operation, reason: "bulkhead_full" });
      }
      throw error;
    }
    try {
      return await next(input, call);
    } finally {
      slots.release();
    }
  };
