import { BackendUnavailable } from "@portico/core";
import { expect, test } from "vitest";
import { simulation, wait } from "./testing/simulation.ts";

test.each([
  ["refuses every call", 1],
  ["lets every call time out", 1_000],
])("a system that %s for a minute gets its load back within seconds", async (_, failsAfterMs) => {
  let isDown = false;
  const one: ReturnType<typeof simulation> = simulation(async () => {
    await wait(one.clock, isDown ? failsAfterMs : 100);
    if (isDown) throw new BackendUnavailable("Down.");
  });
  const asking = one.callers(40);
  await one.during(60_000);
  const before = await one.during(10_000);
  isDown = true;
  await one.during(60_000);
  expect((await one.during(1_000)).runningMax, "it is left alone").toBe(2);
  isDown = false;
  await one.during(15_000);
  const after = await one.during(10_000);
  expect(after.served).toBeGreaterThan(0.8 * before.served);
  await one.end(asking);
});

test("an outage in a quiet hour does not hold down the load that comes after it", async () => {
  let isDown = false;
  const one: ReturnType<typeof simulation> = simulation(async () => {
    await wait(one.clock, 20);
    if (isDown) throw new BackendUnavailable("Down.");
  });
  const quiet = one.callers(1);
  await one.during(5_000);
  isDown = true;
  await one.during(3_000);
  isDown = false;
  const busy = one.callers(40);
  await one.during(10_000);
  expect((await one.during(1_000)).runningMax).toBeGreaterThan(30);
  await one.end([...quiet, ...busy]);
});
