import type { Priority } from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bulkhead } from "./bulkhead.ts";

const schedule = fc.array(
  fc.record({
    afterMs: fc.nat(5),
    worksMs: fc.nat(40),
    priority: fc.constantFrom<Priority>("interactive", "interactive", "background", "agent"),
    fails: fc.boolean(),
    leavesAfterMs: fc.option(fc.nat(40), { nil: undefined }),
  }),
  { maxLength: 25 },
);

test("whatever comes, leaves, succeeds or fails: never more than the places at once, first come first served within a rank, and all places free at the end", async () => {
  await fc.assert(
    fc.asyncProperty(
      schedule,
      fc.integer({ min: 1, max: 4 }),
      fc.nat(4),
      async (calls, concurrentMax, queuedMax) => {
        const clock = fakeClock();
        const begun: number[] = [];
        let running = 0;
        let runningMax = 0;
        const policy = bulkhead({ concurrentMax, queuedMax, queueMsMax: 20 });
        const ask = policy.open(testSite({ clock }))(async (at: number) => {
          begun.push(at);
          running += 1;
          runningMax = Math.max(runningMax, running);
          await new Promise<void>((resolve) => clock.after(calls[at]?.worksMs ?? 0, resolve));
          running -= 1;
          if (calls[at]?.fails) throw new Error("failed");
        });

        const outcomes: Promise<unknown>[] = [];
        for (const [at, { afterMs, leavesAfterMs, priority }] of calls.entries()) {
          await clock.advance(afterMs);
          const caller = new AbortController();
          if (leavesAfterMs !== undefined) clock.after(leavesAfterMs, () => caller.abort());
          outcomes.push(Promise.allSettled([ask(at, testCall({ clock, priority, signal: caller.signal }))]));
        }
        await clock.advance(1_000);
        await Promise.all(outcomes);

        expect(runningMax).toBeLessThanOrEqual(concurrentMax);
        for (const rank of ["interactive", "background", "agent"]) {
          const ofRank = begun.filter((at) => calls[at]?.priority === rank);
          expect(ofRank, "in the order they came").toEqual(ofRank.toSorted((a, b) => a - b));
        }
        expect({ running, timers: clock.pending }).toEqual({ running: 0, timers: 0 });

        const atTheEnd = Array.from({ length: concurrentMax }, () => ask(-1, testCall({ clock })));
        await clock.advance(0);
        await Promise.all(atTheEnd);
        expect(
          begun.filter((at) => at === -1),
          "places free at the end",
        ).toHaveLength(concurrentMax);
      },
    ),
    { numRuns: 300 },
  );
});
