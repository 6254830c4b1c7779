import { setImmediate } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { between, isCatchUp, isPurge } from "./testing/between.ts";
import type { Replica } from "./testing/replica.ts";
import { PATIENCE, sharedRedis } from "./testing/shared-redis.ts";

const stage = sharedRedis();
const site = { tagsOf: (input: unknown) => [`product:${String(input)}`] };

/** The replica reads the log, and what Redis says to that is on its way until `release` is called. */
async function catchingUp(replica: Replica) {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let read = 0;
  let looks = 0;
  between(replica, async (words, run) => {
    const answer = await run();
    // The last it asks of Redis when it looks for an answer.
    if (words[0] === "PTTL") looks += 1;
    if (isCatchUp(words) && (read += 1) === 1) await released;
    return answer;
  });
  stage.server.cli("PUBLISH", "portico:cache:purges", "what nobody understands");
  await vi.waitFor(() => expect(read).toBe(1), PATIENCE);
  return {
    release,
    untilLooked: async () => {
      await vi.waitFor(() => expect(looks).toBeGreaterThan(0), PATIENCE);
      await setImmediate();
    },
  };
}

describe("while a replica reads the log of purges", () => {
  test("a later purge is not missed by who asks after it", async () => {
    const [one, other] = [await stage.open({ site }), await stage.open({ site })];
    await one.ask("a");
    await stage.untilStored();
    // One it was not told of.
    stage.server.cli("ZADD", "portico:cache:purges", `${(other.store.shared?.purge ?? 0) + 1}`, "product:z");
    const { release, untilLooked } = await catchingUp(other);
    await one.store.purge(["product:a"]);
    const asked = other.ask("a");
    await untilLooked();
    release();
    await expect(asked).resolves.toEqual({ said: '"a" #2' });
    await expect(other.ask("a")).resolves.toEqual({ said: '"a" #2' });
  });

  test("a later purge it hears of is not forgotten with what it has read", async () => {
    const [one, other] = [await stage.open({ site }), await stage.open({ site })];
    const { release } = await catchingUp(other);
    const before = other.store.shared?.purge ?? 0;
    await one.store.purge(["product:a"]);
    await vi.waitFor(() => expect(other.store.shared?.purge).toBeGreaterThan(before), PATIENCE);
    const known = other.store.shared?.purge;
    release();
    await setImmediate();
    expect(other.store.shared?.purge).toBe(known);
  });
});

test("a message that was lost is noticed by the next, for answers that are served from memory alone", async () => {
  const [one, other] = [await stage.open({ site }), await stage.open({ site })];
  await other.ask("a");
  // A purge whose message nobody heard.
  stage.server.cli("ZADD", "portico:cache:purges", `${(other.store.shared?.purge ?? 0) + 1}`, "product:a");
  await expect(other.ask("a")).resolves.toEqual({ said: '"a" #1' });
  await one.store.purge(["product:b"]);
  await vi.waitFor(async () => expect(await other.ask("a")).toEqual({ said: '"a" #2' }), PATIENCE);
});

test("a purge is later than those before it, also where the clock of Redis is behind theirs", async () => {
  const one = await stage.open({ site });
  // As a primary has told it whose clock was an hour ahead.
  const ahead = (one.store.shared?.purge ?? 0) + 3_600_000_000;
  stage.server.cli("ZADD", "portico:cache:purges", `${ahead}`, "product:z");
  await one.ask("z");
  await one.ask("a");
  await vi.waitFor(() => expect(stage.storedNames()).toHaveLength(2), PATIENCE);
  await one.store.purge(["product:a"]);
  await expect((await stage.open({ site })).ask("a")).resolves.toEqual({ said: '"a" #3' });
});

test("a purge that a failover lost is made up for by who knew of it, and once", async () => {
  const knowing = [await stage.open({ site }), await stage.open({ site })] as const;
  const [one, other] = knowing;
  const numberOf = (tag: string) => stage.server.cli("ZSCORE", "portico:cache:purges", tag);
  await one.ask("a");
  await stage.untilStored();
  await one.store.purge(["product:a"]);
  const number = Number(numberOf("product:a"));
  for (const { store } of knowing) {
    await vi.waitFor(() => expect(store.shared?.purge).toBe(number), PATIENCE);
  }
  let told = 0;
  for (const replica of knowing) {
    between(replica, (words, run) => {
      if (isPurge(words)) told += 1;
      return run();
    });
  }
  // What has become primary without the last write has all but the purge.
  stage.server.cli("ZREM", "portico:cache:purges", "product:a");
  await Promise.all([one.ask("b"), other.ask("b")]);
  await vi.waitFor(() => expect(numberOf("all")).not.toBe(""), PATIENCE);
  const third = await stage.open({ site });
  await expect(third.ask("a")).resolves.not.toEqual({ said: '"a" #1' });
  for (const question of ["c", "d", "e"]) await Promise.all(knowing.map(({ ask }) => ask(question)));
  // Both may have found out at the same time.
  expect(told).toBeGreaterThanOrEqual(1);
  expect(told).toBeLessThanOrEqual(2);
});
