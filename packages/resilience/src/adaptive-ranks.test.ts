import { BackendUnavailable } from "@portico/core";
import { expect, test } from "vitest";
import { simulation, wait } from "./testing/simulation.ts";

test.each([
  ["background", 30],
  ["agent", 20],
] as const)("%s work alone lets the limit grow, also after an outage", async (priority, enough) => {
  let isDown = false;
  const one: ReturnType<typeof simulation> = simulation(async () => {
    await wait(one.clock, 100);
    if (isDown) throw new BackendUnavailable("Down.");
  });
  const asking = one.callers(40, priority);
  await one.during(60_000);
  expect((await one.during(1_000)).runningMax).toBeGreaterThan(enough);
  isDown = true;
  await one.during(60_000);
  isDown = false;
  await one.during(30_000);
  expect((await one.during(1_000)).runningMax).toBeGreaterThan(enough);
  await one.end(asking);
});

test("a limit that agents have learned is soon right for people too", async () => {
  let fell = 0;
  const one: ReturnType<typeof simulation> = simulation(async (running) => {
    if (running > 8) fell += 1;
    const before = fell;
    await wait(one.clock, 100);
    if (fell !== before) throw new BackendUnavailable("It fell over.");
  });
  const atNight = one.callers(40, "agent");
  await one.during(60_000);
  const atDay = one.callers(40);
  await one.during(10_000);
  const { served, failed } = await one.during(60_000);
  expect(served).toBeGreaterThan(0.9 * 80 * 60);
  expect(failed).toBeLessThan(0.02 * served);
  await one.end([...atNight, ...atDay]);
});
