import { fakeClock } from "@portico/core/testing";
import { RedisUnavailable } from "@portico/redis";
import { expect, test, vi } from "vitest";
import { between, isKeep, isPurge } from "./testing/between.ts";
import { PATIENCE, sharedRedis } from "./testing/shared-redis.ts";

const stage = sharedRedis();

test("what one replica was told is asked for anew by another once it is not fresh any more", async () => {
  const clock = fakeClock();
  await (await stage.open({ clock })).ask("a");
  await stage.untilStored();
  await clock.advance(1_000);
  await expect((await stage.open({ clock })).ask("a")).resolves.toEqual({ said: '"a" #2' });
});

test("an answer that has lain in Redis for longer than our clocks say is as old as Redis says", async () => {
  await (await stage.open()).ask("a");
  await stage.untilStored();
  const [name = ""] = stage.storedNames();
  stage.server.cli("PEXPIRE", name, "8000");
  await expect((await stage.open()).ask("a")).resolves.toEqual({ said: '"a" #2' });
});

test("what is never fresh is shared to cover an outage", async () => {
  const settings = { freshMs: 0 };
  await (await stage.open({ settings })).ask("a");
  await stage.untilStored();
  stage.system.failing();
  const other = await stage.open({ settings });
  await expect(other.ask("a", { staleAgeMsMax: 5_000 })).resolves.toEqual({ said: '"a" #1' });
});

test("an older answer in Redis does not take the place of a later one that never came there", async () => {
  const one = await stage.open();
  await one.ask("a");
  await stage.untilStored();
  await one.clock.advance(1_000);
  between(one, async (words, run) => (isKeep(words) ? 1 : run()));
  await expect(one.ask("a")).resolves.toEqual({ said: '"a" #2' });
  await one.clock.advance(1_000);
  stage.system.failing();
  await expect(one.ask("a", { staleAgeMsMax: 5_000 })).resolves.toEqual({ said: '"a" #2' });
});

test("an answer that is purged here while it comes from Redis is not kept", async () => {
  await (await stage.open()).ask("a");
  await stage.untilStored();
  const other = await stage.open();
  const { promise: read, resolve: goOn } = Promise.withResolvers<void>();
  let reads = 0;
  between(other, async (words, run) => {
    if (isPurge(words)) throw new RedisUnavailable("Lost on its way.");
    const answer = await run();
    if (words[0] === "GETRANGE") {
      reads += 1;
      await read;
    }
    return answer;
  });
  const before = other.ask("a");
  await vi.waitFor(() => expect(reads).toBeGreaterThan(0), PATIENCE);
  await expect(other.store.purge(["all"])).resolves.toEqual({ everywhere: false });
  goOn();
  await before;
  await expect(other.ask("a")).resolves.not.toEqual({ said: '"a" #1' });
});

test.each([
  ["what covers an outage", { freshMs: 1_000, revalidateMs: 0, staleMs: 50_000 }, 50_000],
  [
    "what is served while it is asked for anew",
    { freshMs: 20_000, revalidateMs: 30_000, staleMs: 0 },
    50_000,
  ],
])("an answer lies in Redis for as long as it is of any use: %s", async (_, settings, keptMs) => {
  await (await stage.open({ settings })).ask("a");
  await stage.untilStored();
  const leftMs = Number(stage.server.cli("PTTL", stage.storedNames()[0] ?? ""));
  expect(leftMs).toBeGreaterThan(keptMs - 15_000);
  expect(leftMs).toBeLessThanOrEqual(keptMs);
});

test("that there is no such thing lies in Redis for as long as it is believed", async () => {
  stage.system.will = async () => null;
  await (await stage.open({ settings: { notFoundMs: 20_000, staleMs: 3_600_000 } })).ask("a");
  await stage.untilStored();
  expect(Number(stage.server.cli("PTTL", stage.storedNames()[0] ?? ""))).toBeLessThanOrEqual(20_000);
});
