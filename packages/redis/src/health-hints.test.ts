import { type HealthOpinion } from "@portico/core";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { RedisConfigSchema } from "./config.ts";
import { redisHints } from "./health-hints.ts";
import { openRedis } from "./redis.ts";
import { openTestRedis, type TestRedis } from "./testing/index.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await openTestRedis();
});
afterAll(() => server.close());

function replica() {
  const redis = openRedis(RedisConfigSchema.parse({ url: server.url, commandMsMax: 200 }));
  onTestFinished(() => redis.close());
  const heard: HealthOpinion[] = [];
  const hints = redisHints(redis);
  hints.subscribe((opinion) => void heard.push(opinion));
  return { redis, hints, heard };
}

test("an opinion reaches the other replicas and not its own; what is none reaches nobody", async () => {
  const [one, other] = [replica(), replica()];
  const opinion = { system: "crm", operation: "findCustomer", forMs: 5_000 };
  await vi.waitFor(() => {
    expect(server.cli("PUBSUB", "NUMSUB", "portico:health-hints")).toMatch(/\b2$/);
    expect([one, other].map(({ redis }) => redis.health().state)).toEqual(["up", "up"]);
  });
  for (const nonsense of ["", "null", "{}", '{"from":"x","system":1,"operation":"a","forMs":1}']) {
    server.cli("PUBLISH", "portico:health-hints", nonsense);
  }
  one.hints.publish(opinion);
  await vi.waitFor(() => expect(other.heard).toEqual([opinion]));
  expect(one.heard).toEqual([]);
});
