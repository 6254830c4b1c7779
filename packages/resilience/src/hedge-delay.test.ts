import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { expect, test } from "vitest";
import { hedge } from "./hedge.ts";

/** After how long the second try of a read begins, when the reads before it took so long. */
async function delayAfter(tookMs: readonly number[]): Promise<number> {
  const clock = fakeClock();
  let begunMs: number[] = [];
  const plenty = { budgetRatio: 1, budgetReserve: 1_000 };
  const policy = hedge({ percentile: 0.95, samplesMin: 32, delayMsMin: 1, ...plenty });
  const ask = policy.open(testSite({ clock }))((ms: number) => {
    begunMs.push(clock.now());
    return new Promise<void>((resolve) => clock.after(ms, resolve));
  });
  for (const ms of [...tookMs, 10_000]) {
    begunMs = [];
    const answer = ask(ms, testCall({ clock }));
    await clock.advance(ms);
    await answer;
  }
  const [first = Number.NaN, second = Number.NaN] = begunMs;
  return second - first;
}

test("a read is hedged when it takes longer than 95 % of the few there were", async () => {
  const few = Array.from({ length: 32 }, (_, at) => 10 * (at + 1));
  await expect(delayAfter(few)).resolves.toBe(310);
});

test("what counts are the latest 256 reads: a system that was slow this morning is hedged soon", async () => {
  const morning = Array.from({ length: 256 }, () => 500);
  const now = Array.from({ length: 256 }, () => 20);
  await expect(delayAfter([...morning, ...now])).resolves.toBe(20);
  await expect(delayAfter([...morning, ...now.slice(0, 16)])).resolves.toBe(500);
});
