import {
  BackendOverloaded,
  BackendRejected,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  events,
  type Priority,
} from "@portico/core";
import { type FakeClock, fakeClock, testCall, testSite } from "@portico/core/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { adaptive, type AdaptiveOptions } from "./adaptive.ts";
import { OPTIONS, simulation, wait, type Work } from "./testing/simulation.ts";

/** Serves up to `capacity` calls in 100 ms each; one more, and all it has in hand fail. */
function cliff(capacity: { now: number }, clock: () => FakeClock): Work {
  let fell = 0;
  return async (running) => {
    if (running > capacity.now) fell += 1;
    const before = fell;
    await wait(clock(), 100);
    if (fell !== before || running > capacity.now) throw new BackendUnavailable("It fell over.");
  };
}

describe("a system that falls over above eight calls", () => {
  const onCliff = (capacity: { now: number }) => {
    const one: ReturnType<typeof simulation> = simulation(cliff(capacity, () => one.clock));
    return one;
  };

  test("is served at eight, whoever many ask, and does not collapse again and again", async () => {
    const one = onCliff({ now: 8 });
    const asking = one.callers(40);
    await one.during(10_000);
    const { served, failed, runningMax } = await one.during(60_000);
    // 8 calls of 100 ms at a time are 80 a second.
    expect(served).toBeGreaterThan(0.9 * 80 * 60);
    expect(failed).toBeLessThan(0.02 * served);
    expect(runningMax, "one more is tried now and then").toBe(9);
    await one.end(asking);
  });

  test("that can take three on a bad day is found out within seconds, and so is its recovery", async () => {
    const capacity = { now: 8 };
    const one = onCliff(capacity);
    const asking = one.callers(40);
    await one.during(10_000);
    capacity.now = 3;
    await one.during(5_000);
    const bad = await one.during(30_000);
    expect(bad.served).toBeGreaterThan(0.85 * 30 * 30);
    capacity.now = 8;
    await one.during(60_000);
    const good = await one.during(30_000);
    expect(good.served).toBeGreaterThan(0.85 * 80 * 30);
    await one.end(asking);
  });
});

describe("a system that slows down", () => {
  // Ten workers; what they cannot take waits in the system's own queue.
  const queueing = (options: Partial<AdaptiveOptions> = {}) => {
    const one: ReturnType<typeof simulation> = simulation(
      (running) => wait(one.clock, 100 * Math.max(1, running / 10)),
      options,
    );
    return one;
  };

  test("is given what it does at once and little more: waiting is done on our side", async () => {
    const one = queueing();
    const asking = one.callers(60);
    await one.during(20_000);
    const { served, runningMax } = await one.during(120_000);
    expect(runningMax).toBeGreaterThanOrEqual(10);
    expect(runningMax).toBeLessThanOrEqual(22);
    expect(served).toBeGreaterThan(0.9 * 100 * 120);
    await one.end(asking);
  });

  test("that became slower for good, whatever we ask of it, is not starved for it", async () => {
    let tookMs = 20;
    const one: ReturnType<typeof simulation> = simulation(() => wait(one.clock, tookMs), {
      concurrentMax: 10,
    });
    const asking = one.callers(20);
    await one.during(10_000);
    tookMs = 200;
    await one.during(60_000);
    const { served } = await one.during(10_000);
    expect(served).toBeGreaterThan(0.9 * 50 * 10);
    await one.end(asking);
  });

  test("gets no more than concurrentMax, however well it does", async () => {
    const one = simulation(() => wait(one.clock, 10), { concurrentMax: 6 });
    const asking = one.callers(40);
    expect((await one.during(20_000)).runningMax).toBe(6);
    await one.end(asking);
  });

  test("keeps concurrentMin, however badly it does", async () => {
    const one: ReturnType<typeof simulation> = simulation(async () => {
      await wait(one.clock, 50);
      throw new BackendOverloaded("503.");
    });
    const asking = one.callers(40);
    await one.during(5_000);
    expect(one.limits.at(-1)).toBe(2);
    expect((await one.during(5_000)).runningMax).toBe(2);
    await one.end(asking);
  });
});

test("the limit does not grow while nobody needs it", async () => {
  const one: ReturnType<typeof simulation> = simulation(() => wait(one.clock, 10));
  const asking = one.callers(2);
  await one.during(20_000);
  expect(one.limits).toEqual([]);
  await one.end(asking);
});

test.each([
  ["a business rejection", () => new BackendRejected("No such order.")],
  ["a caller that left", () => new CallCancelled("Gone.")],
  ["a bug of ours", () => new TypeError("x is not a function")],
])("the limit does not sink for %s", async (_, error) => {
  const one: ReturnType<typeof simulation> = simulation(async () => {
    await wait(one.clock, 10);
    throw error();
  });
  const asking = one.callers(4);
  await one.during(10_000);
  expect(Math.min(4, ...one.limits)).toBe(4);
  await one.end(asking);
});

test("one accident among many answers costs nothing", async () => {
  let calls = 0;
  const one: ReturnType<typeof simulation> = simulation(
    async () => {
      await wait(one.clock, 10);
      calls += 1;
      if (calls % 50 === 0) throw new BackendUnavailable("An accident.");
    },
    { concurrentMax: 8, concurrentStart: 8 },
  );
  const asking = one.callers(20);
  await one.during(20_000);
  expect(one.limits).toEqual([]);
  await one.end(asking);
});

test("an operation that is slow by nature does not make the limit sink for its siblings", async () => {
  const clock = fakeClock();
  const site = testSite({ clock });
  const limits: number[] = [];
  onTestFinished(events.concurrencyLimit.subscribe(({ limit }) => void limits.push(limit)));
  const policy = adaptive({ ...OPTIONS, concurrentMax: 4 });
  const find = policy.open({ ...site, operation: "find" })(() => wait(clock, 10));
  const report = policy.open({ ...site, operation: "report" })(() => wait(clock, 900));
  const over = new AbortController();
  const asking = [find, report, find, find].map(async (ask) => {
    while (!over.signal.aborted) await ask(undefined, testCall({ clock }));
  });
  await clock.advance(60_000);
  expect(limits).toEqual([]);
  over.abort();
  await clock.advance(1_000);
  await Promise.all(asking);
});

describe("when there is not room for all,", () => {
  const begin = (options: Partial<AdaptiveOptions> = {}) => {
    const clock = fakeClock();
    const begun: string[] = [];
    const refused: string[] = [];
    const ends: (() => void)[] = [];
    const ask = adaptive({
      ...OPTIONS,
      concurrentStart: 4,
      concurrentMax: 4,
      queuedMax: 2,
      ...options,
    }).open(testSite({ clock }))((name: string) => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
    const come = async (priority: Priority, ...names: string[]) => {
      for (const name of names) {
        const answer = ask(name, testCall({ clock, priority }));
        answer.catch((error: unknown) => void (error instanceof BulkheadFull && refused.push(name)));
      }
      await clock.advance(0);
    };
    return { begun, refused, come, clock, endOne: async () => (ends.shift()?.(), clock.advance(0)) };
  };

  test("background work fills three quarters of the places and agents half; people find the rest", async () => {
    const one = begin({ queuedMax: 0 });
    await one.come("agent", "a1", "a2", "a3");
    await one.come("background", "b1", "b2");
    await one.come("interactive", "p1", "p2");
    expect(one.begun).toEqual(["a1", "a2", "b1", "p1"]);
    expect(one.refused).toEqual(["a3", "b2", "p2"]);
  });

  test("the lowest rank is refused first, the last that came before the others", async () => {
    const one = begin();
    await one.come("interactive", "p1", "p2", "p3", "p4");
    await one.come("agent", "a1");
    await one.come("background", "b1");
    await one.come("agent", "a2");
    expect(one.refused).toEqual(["a2"]);
    for (const name of ["p5", "p6", "p7"]) await one.come("interactive", name);
    expect(one.refused).toEqual(["a2", "a1", "b1", "p7"]);
  });

  test("of those that wait in the lowest rank, the last that came makes room", async () => {
    const one = begin({ queuedMax: 3 });
    await one.come("interactive", "p1", "p2", "p3", "p4");
    await one.come("agent", "a1", "a2", "a3");
    for (const name of ["p5", "p6"]) await one.come("interactive", name);
    expect(one.refused).toEqual(["a3", "a2"]);
  });

  test("people go before background work and agents, and each rank is served in its order", async () => {
    const one = begin({ queuedMax: 10 });
    await one.come("interactive", "p1", "p2", "p3", "p4");
    await one.come("agent", "a1");
    await one.come("background", "b1", "b2");
    await one.come("interactive", "p5", "p6");
    for (let end = 0; end < 9; end += 1) await one.endOne();
    expect(one.begun.slice(4)).toEqual(["p5", "p6", "b1", "b2", "a1"]);
  });
});
