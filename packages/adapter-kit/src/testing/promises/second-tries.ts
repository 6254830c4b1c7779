import { expect, vi } from "vitest";
import { type AdapterPromise, type Probe, settingOf, settingsOf } from "../promise.ts";
import type { Stage } from "../stage.ts";

// Time moves this much for each millisecond that passes for the sockets.
const STEP_MS = 10;

/** How often one question may reach the system. */
export function secondTryPromises(probe: Probe): readonly AdapterPromise[] {
  if (settingsOf(probe, "retry") === undefined) return [asksOnce(probe)];
  return [asksAgain(probe), staysWithinItsBudget(probe)];
}

const asksOnce = (probe: Probe): AdapterPromise => ({
  sentence: `${probe.name} puts a question to the system once, however it fails`,
  async prove(stage) {
    const once = await triesOf(stage, stage.open().ask(probe.name), probe);
    expect(await triesOf(stage, stage.openWithSecondTries().ask(probe.name), probe)).toBe(once);
  },
});

const asksAgain = (probe: Probe): AdapterPromise => ({
  sentence: `${probe.name} asks again when the system failed in passing, as often as "retry" says`,
  async prove(stage) {
    const attemptsMax = settingOf(probe, "retry", "attemptsMax");
    const once = await triesOf(stage, stage.open().ask(probe.name), probe);
    const ask = stage.openWithSecondTries().ask(probe.name);
    expect(await triesOf(stage, ask, probe), "calls the system saw").toBe(once * attemptsMax);
    stage.system.switchTo({ name: "healthy" });
    await expect(ask(probe.healthy[0])).resolves.toBeDefined();
    await stage.untilNothingRuns();
  },
});

const staysWithinItsBudget = (probe: Probe): AdapterPromise => ({
  sentence: `${probe.name} asks no oftener than the system's budget of second tries allows`,
  async prove(stage) {
    const ratio = settingOf(probe, "retry", "budgetRatio");
    const reserve = settingOf(probe, "retry", "budgetReserve");
    const once = await triesOf(stage, stage.open().ask(probe.name), probe);
    const ask = stage.openWithSecondTries().ask(probe.name);
    const questions = 20;
    let tries = 0;
    for (let asked = 0; asked < questions; asked += 1) tries += await triesOf(stage, ask, probe);
    expect(tries / once, "tries").toBeLessThanOrEqual(questions * (1 + ratio) + reserve);
  },
});

/** Calls the system saw for one question while it fails; time passes until it is answered. */
async function triesOf(
  stage: Stage,
  ask: (input: unknown) => Promise<unknown>,
  probe: Probe,
): Promise<number> {
  stage.system.switchTo({ name: "refuses" });
  const before = stage.system.calls().total;
  const answer = ask(probe.healthy[0]);
  const settled = vi.fn<() => void>();
  answer.then(settled, settled);
  // Pauses are the clock's, sockets live in their own time.
  await vi.waitFor(
    async () => {
      await stage.clock.advance(STEP_MS);
      expect(settled, "the question was answered").toHaveBeenCalled();
    },
    { timeout: 5_000, interval: 1 },
  );
  return stage.system.calls().total - before;
}
