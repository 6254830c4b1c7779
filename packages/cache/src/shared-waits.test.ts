import { testCall, testSite } from "@portico/core/testing";
import { openRedis, type Redis, RedisConfigSchema } from "@portico/redis";
import { expect, onTestFinished, test, vi } from "vitest";
import { CACHE_STORE, openCacheStore } from "./cache-store.ts";
import { cached } from "./cached.ts";
import { untilShared } from "./testing/replica.ts";
import { PATIENCE, sharedRedis } from "./testing/shared-redis.ts";

const stage = sharedRedis();

/** Commands wait until they are sent: all that were given together are one wait for Redis. */
function heldBack(redis: Redis) {
  const held: (() => void)[] = [];
  let holds = false;
  const command: Redis["command"] = async (...words) => {
    if (holds) await new Promise<void>((resolve) => held.push(resolve));
    return redis.command(...words);
  };
  return {
    held,
    hold: () => void (holds = true),
    redis: Object.defineProperties({ ...redis, command }, { available: { get: () => redis.available } }),
  };
}

test("a question waits for Redis twice at most before it goes to the system", async () => {
  const server = openRedis(RedisConfigSchema.parse({ url: stage.server.url, commandMsMax: 500 }));
  const { redis, held, hold } = heldBack(server);
  const store = openCacheStore({ redis });
  onTestFinished(() => {
    store.close();
    server.close();
  });
  const site = testSite();
  site.shared(CACHE_STORE, () => store);
  const ask = cached({ freshMs: 1_000, staleMs: 0 }).open(site)(stage.system.operation);
  await untilShared({ redis: server, store });

  hold();
  const answer = ask("a", testCall());
  let waits = 0;
  for (;;) {
    await vi.waitFor(() => expect(held.length + stage.system.calls).toBeGreaterThan(0), PATIENCE);
    if (stage.system.calls > 0) break;
    waits += 1;
    for (const send of held.splice(0)) send();
  }
  await answer;
  expect(waits).toBe(2);
});
