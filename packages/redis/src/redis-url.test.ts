import { describe, expect, test } from "vitest";
import { RedisConfigSchema } from "./config.ts";
import { readRedisUrl } from "./redis-url.ts";

describe("a Redis URL", () => {
  test("names one server, with what is left out filled in", () => {
    expect(readRedisUrl("redis://cache.example")).toEqual({
      kind: "single",
      tls: false,
      username: undefined,
      password: undefined,
      hosts: [{ host: "cache.example", port: 6_379 }],
      database: 0,
      primary: "mymaster",
    });
    expect(readRedisUrl("rediss://:p%40ss@[::1]:7000/3")).toMatchObject({
      tls: true,
      password: "p@ss",
      hosts: [{ host: "::1", port: 7_000 }],
      database: 3,
    });
  });

  test("names the sentinels and the primary they watch", () => {
    expect(readRedisUrl("redis-sentinel://app:secret@s1:26380,s2/2#shop")).toMatchObject({
      kind: "sentinel",
      username: "app",
      password: "secret",
      hosts: [
        { host: "s1", port: 26_380 },
        { host: "s2", port: 26_379 },
      ],
      database: 2,
      primary: "shop",
    });
  });

  test("names some nodes of a cluster", () => {
    expect(readRedisUrl("rediss-cluster://c1,c2:7001")).toMatchObject({
      kind: "cluster",
      tls: true,
      hosts: [
        { host: "c1", port: 6_379 },
        { host: "c2", port: 7_001 },
      ],
    });
  });

  test.each([
    "",
    "cache.example:6379",
    "http://cache.example",
    "redis://",
    "redis://a,b",
    "redis://host:0",
    "redis://host:65536",
    "redis://host:port",
    "redis://host/db",
    "redis://user:100%@host",
    "redis-sentinel://a,,b",
    "redis-cluster://a,b/1",
    "redis://a#shop",
    "redis-cluster://a#shop",
  ])("is not %j", (url) => {
    expect(readRedisUrl(url)).toBeUndefined();
  });

  test("with a password that is not percent-encoded is told so", () => {
    const refused = RedisConfigSchema.safeParse({ url: "redis://:p@ss/word@host" });
    expect(refused.error?.issues[0]?.message).toMatch(/ URL; @, \/ and % in a password are percent-encoded$/);
    expect(RedisConfigSchema.parse({ url: "redis://:p%40ss%2Fword@host" }).url).toContain("p%40ss");
  });
});
