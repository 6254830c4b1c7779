import { BackendTimeout, BackendUnavailable, CircuitOpen, type Operation } from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hedge } from "./hedge.ts";
import { retry } from "./retry.ts";

const policy = retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400 });
const down = new BackendUnavailable("Down.");

/** A system that is down, behind both who may ask again. */
function askedAgain() {
  const clock = fakeClock();
  const site = testSite({ clock });
  let reached = 0;
  const hedged = hedge({ percentile: 0.95, samplesMin: 100, delayMsMin: 20 }).open(site)(async () => {
    reached += 1;
    throw down;
  });
  return { ask: policy.open(site)(hedged), clock, reached: () => reached };
}

/** Asks `ratePerSecond` for `seconds`; says how many questions there were and how many reached the backend. */
async function through(backend: Operation<void, void>, ratePerSecond: number, seconds: number) {
  const clock = fakeClock();
  let reached = 0;
  const ask = policy.open(testSite({ clock }))((input: void, call) => {
    reached += 1;
    return backend(input, call);
  });
  let asked = 0;
  const asking: Promise<unknown>[] = [];
  for (; asked < ratePerSecond * seconds; asked += 1) {
    asking.push(Promise.allSettled([ask(undefined, testCall({ clock }))]));
    await clock.advance(1_000 / ratePerSecond);
  }
  await clock.advance(1_000);
  await Promise.all(asking);
  return { asked, reached };
}

const failing = (share: number): Operation<void, void> => {
  let calls = 0;
  return async () => {
    calls += 1;
    // Spread evenly: the tenth, twentieth, … for a share of 0.1.
    if (Math.floor(calls * share) > Math.floor((calls - 1) * share)) throw down;
  };
};

describe("the budget of second tries", () => {
  test("lets an hour in which every second call fails reach the backend 1.2 times as often, not 1.5 times", async () => {
    const { asked, reached } = await through(failing(0.5), 5, 3_600);
    expect(asked).toBe(18_000);
    expect(reached).toBeLessThanOrEqual(1.2 * asked + 3);
    expect(reached / asked, "and is used").toBeGreaterThan(1.19);
  });

  test("lets every failure be asked again when one in ten fails", async () => {
    const { asked, reached } = await through(failing(0.1), 10, 60);
    expect(reached).toBeGreaterThanOrEqual(asked * 1.1 - 1);
  });

  test("gives a system that was quiet three, and a burst of fifty its fifth more", async () => {
    const clock = fakeClock();
    let reached = 0;
    const ask = policy.open(testSite({ clock }))(async () => {
      reached += 1;
      throw down;
    });
    const burst = Array.from({ length: 50 }, () => ask(undefined, testCall({ clock })));
    const settled = Promise.allSettled(burst);
    await clock.advance(1_000);
    await settled;
    expect(reached).toBe(50 + 3 + 10);
  });

  test("is earned once by a call that passes both who may ask again", async () => {
    const { ask, clock, reached } = askedAgain();
    const settled = Promise.allSettled(Array.from({ length: 50 }, () => ask(undefined, testCall({ clock }))));
    await clock.advance(1_000);
    await settled;
    expect(reached()).toBe(50 + 3 + 10);
  });

  test("does not save up in good hours what would hurt in a bad one", async () => {
    let healthy = true;
    const clock = fakeClock();
    let reached = 0;
    const ask = policy.open(testSite({ clock }))(async () => {
      reached += 1;
      if (!healthy) throw down;
    });
    for (let call = 0; call < 10_000; call += 1) await ask(undefined, testCall({ clock }));
    healthy = false;
    reached = 0;
    for (let call = 0; call < 100; call += 1) {
      const answer = Promise.allSettled([ask(undefined, testCall({ clock }))]);
      await clock.advance(400);
      await answer;
    }
    expect(reached).toBeLessThanOrEqual(120 + 4);
  });

  test("is not earned by calls an open circuit refused", async () => {
    const clock = fakeClock();
    const outcomes = { open: true };
    let reached = 0;
    const ask = policy.open(testSite({ clock }))(async () => {
      if (outcomes.open) throw new CircuitOpen("Open.");
      reached += 1;
      throw down;
    });
    const all = async (count: number) => {
      for (let call = 0; call < count; call += 1) {
        const answer = Promise.allSettled([ask(undefined, testCall({ clock }))]);
        await clock.advance(400);
        await answer;
      }
    };
    outcomes.open = false;
    await all(20);
    outcomes.open = true;
    await all(100);
    outcomes.open = false;
    reached = 0;
    await all(3);
    expect(reached).toBe(3);
  });

  test("is not earned by hedged calls whose page's time was up before they came", async () => {
    const { ask, clock, reached } = askedAgain();
    const late = AbortSignal.abort(new BackendTimeout("The screen's budget is spent."));
    for (let call = 0; call < 100; call += 1) {
      const answers = [ask(undefined, testCall({ clock }))];
      for (let dead = 0; dead < 5; dead += 1) answers.push(ask(undefined, testCall({ clock, signal: late })));
      const settled = Promise.allSettled(answers);
      await clock.advance(400);
      await settled;
    }
    expect(reached()).toBeLessThanOrEqual(120 + 3);
  });

  test("is earned by a call that reached the system, though an open circuit refused its second try", async () => {
    const clock = fakeClock();
    const outcomes = [down, new CircuitOpen("Open."), down, down, down];
    const patient = retry({ attemptsMax: 3, delayMs: 0, delayMsMax: 0, budgetRatio: 1, budgetReserve: 1 });
    const ask = patient.open(testSite({ clock }))(async () => {
      throw outcomes.shift() ?? new TypeError("Nobody should have asked.");
    });
    for (const outcome of [CircuitOpen, BackendUnavailable]) {
      const settled = Promise.allSettled([ask(undefined, testCall({ clock }))]);
      await clock.advance(0);
      expect(await settled).toEqual([{ status: "rejected", reason: expect.any(outcome) as Error }]);
    }
    expect(outcomes).toEqual([]);
  });

  test("is one for all operations of a system, and cannot be described in two ways", async () => {
    const clock = fakeClock();
    const site = testSite({ clock, system: "crm" });
    let reached = 0;
    const fail = async () => {
      reached += 1;
      throw down;
    };
    const mean = retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400, budgetRatio: 0, budgetReserve: 1 });
    const find = mean.open({ ...site, operation: "find" })(fail);
    const list = mean.open({ ...site, operation: "list" })(fail);
    const both = Promise.allSettled([
      find(undefined, testCall({ clock })),
      list(undefined, testCall({ clock })),
    ]);
    await clock.advance(400);
    await both;
    expect(reached).toBe(3);
    expect(() => policy.open({ ...site, operation: "other" })).toThrow(
      new TypeError("crm.other describes another retry budget than its siblings."),
    );
  });

  test("holds whatever comes: second tries are never more than the share of the calls plus the reserve", async () => {
    const call = fc.record({ afterMs: fc.nat(60), fails: fc.boolean(), tookMs: fc.nat(80) });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 40 }), async (calls) => {
        const clock = fakeClock();
        let reached = 0;
        const ask = policy.open(testSite({ clock }))(async (at: number) => {
          reached += 1;
          await new Promise<void>((resolve) => clock.after(calls[at]?.tookMs ?? 0, resolve));
          if (calls[at]?.fails) throw down;
        });
        const asking: Promise<unknown>[] = [];
        for (const [at, { afterMs }] of calls.entries()) {
          asking.push(Promise.allSettled([ask(at, testCall({ clock }))]));
          await clock.advance(afterMs);
          expect(reached).toBeLessThanOrEqual((at + 1) * 1.2 + 3);
        }
        await clock.advance(1_000);
        await Promise.all(asking);
        expect(reached).toBeLessThanOrEqual(calls.length * 1.2 + 3);
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
