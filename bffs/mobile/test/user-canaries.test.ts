import { userCanaries } from "@portico/bff-kit/testing";
import { openTestRedis, type TestRedis } from "@portico/redis/testing";
import { afterAll, beforeAll } from "vitest";
import { screens, service } from "../src/index.ts";
import { openEstate } from "./estate.ts";
import { urlsOf } from "./urls.ts";

let redis: TestRedis;
beforeAll(async () => {
  redis = await openTestRedis();
});
afterAll(() => redis.close());

userCanaries({
  service,
  screens,
  urlsOf,
  open: () => openEstate({ REDIS_URL: redis.url, REDIS_COMMAND_MS_MAX: "200" }),
  users: ["100001", "100002", "100003"],
  remembered: () =>
    redis.values("portico:cache:*:value").map((text) => {
      // The key holds what was asked for, which may be somebody else's; the answer must not.
      const { tags, answer } = JSON.parse(text) as { tags: string[]; answer: unknown };
      return {
        user: tags.find((tag) => tag.startsWith("customer:"))?.slice("customer:".length),
        text: JSON.stringify(answer),
      };
    }),
});
