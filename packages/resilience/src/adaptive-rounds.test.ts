import { BackendOverloaded, BackendRejected, BackendTimeout, BackendUnavailable } from "@portico/core";
import { testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { simulation } from "./testing/simulation.ts";

type Simulation = ReturnType<typeof simulation>;

/** So many calls at once, until the last of them has ended. */
async function burst({ ask, clock }: Simulation, count: number): Promise<void> {
  const asking = Array.from({ length: count }, () => ask(undefined, testCall({ clock })));
  const ended = Promise.allSettled(asking);
  await clock.advance(1_000);
  await ended;
}

describe("the limit falls to three quarters", () => {
  test.each([
    ["time out", new BackendTimeout("Late.")],
    ["break off", new BackendUnavailable("Down.")],
    ["are turned away", new BackendOverloaded("503.")],
  ])("once for all that were sent together when they %s", async (_, error) => {
    const one: Simulation = simulation(
      async () => {
        await wait(one, 10);
        throw error;
      },
      { concurrentStart: 20 },
    );
    await burst(one, 20);
    expect(one.limits).toEqual([15]);
  });

  test("for a tenth of the calls that fit at once, and not for less", async () => {
    let failing = 3;
    const one: Simulation = simulation(
      async () => {
        const fails = (failing -= 1) >= 0;
        await wait(one, 10);
        if (fails) throw new BackendUnavailable("Down.");
      },
      { concurrentStart: 40, concurrentMax: 40 },
    );
    await burst(one, 40);
    expect(one.limits).toEqual([]);
    failing = 4;
    await burst(one, 40);
    expect(one.limits).toEqual([30]);
  });

  test("and is not tried again for 30 s, also when it was reached in the round before", async () => {
    let failing = 0;
    const one: Simulation = simulation(
      async () => {
        const fails = (failing -= 1) >= 0;
        await wait(one, 10);
        if (fails) throw new BackendUnavailable("Down.");
      },
      { concurrentStart: 10 },
    );
    await burst(one, 10);
    failing = 2;
    await burst(one, 2);
    expect(one.limits).toEqual([11, 8]);
    const asking = one.callers(40);
    await one.during(28_000);
    expect(Math.max(...one.limits.slice(1))).toBe(10);
    await one.during(2_000);
    expect(one.limits.at(-1)).toBeGreaterThan(11);
    await one.end(asking);
  });
});

test("ten calls are the fewest that are judged", async () => {
  const one: Simulation = simulation(() => wait(one, 10), { concurrentStart: 4 });
  const asking = one.callers(20);
  await one.during(20);
  expect(one.limits).toEqual([]);
  await one.during(10);
  expect(one.limits).toEqual([5]);
  await one.end(asking);
});

describe("how long a call takes at rest", () => {
  test("is not learned from what the system refuses: a quick no makes no answer slow, nor a slow no the system", async () => {
    let tookMs = 1;
    let says: "no" | "yes" = "no";
    const one: Simulation = simulation(
      async () => {
        await wait(one, tookMs);
        if (says === "no") throw new BackendRejected("No such order.");
      },
      { concurrentStart: 4, concurrentMax: 4, queueMsMax: 1_000 },
    );
    const round = () => burst(one, 20);
    await round();
    says = "yes";
    tookMs = 20;
    await round();
    await round();
    tookMs = 40; // twice as long, which is not more than that
    await round();
    says = "no";
    tookMs = 190;
    await round();
    await round();
    expect(one.limits).toEqual([]);
  });

  test("is a millisecond at least: what takes less is noise", async () => {
    let tookMs = 0.1;
    const one: Simulation = simulation(() => wait(one, tookMs), { concurrentStart: 4, concurrentMax: 4 });
    await burst(one, 20);
    tookMs = 0.9;
    await burst(one, 20);
    expect(one.limits).toEqual([]);
    tookMs = 3;
    await burst(one, 20);
    expect(one.limits[0]).toBe(3);
  });
});

const wait = ({ clock }: Simulation, ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
