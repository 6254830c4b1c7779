import { setImmediate } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { between, isCatchUp } from "./testing/between.ts";
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
