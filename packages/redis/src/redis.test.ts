import { createServer } from "node:net";
import { type ConnectionEvent, events } from "@portico/core";
import { listenOnFreePort } from "@portico/core/testing";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { RedisConfigSchema } from "./config.ts";
import { RedisRefused, RedisUnavailable } from "./errors.ts";
import { openRedis, type Redis } from "./redis.ts";
import { openTestRedis, type TestRedis } from "./testing/index.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await openTestRedis();
});
afterAll(() => server.close());

const PATIENCE = { timeout: 10_000, interval: 5 };

function connect(settings: Partial<Record<"url" | "commandMsMax", unknown>> = {}) {
  const said: Omit<ConnectionEvent, "connection">[] = [];
  const unsubscribe = events.connection.subscribe(({ state, reason }) => said.push({ state, reason }));
  const redis = openRedis(RedisConfigSchema.parse({ url: server.url, commandMsMax: 200, ...settings }));
  onTestFinished(() => {
    redis.close();
    unsubscribe();
  });
  return { redis, said };
}

const untilUp = (redis: Redis) => vi.waitFor(() => expect(redis.health().state).toBe("up"), PATIENCE);
const untilDown = async (redis: Redis) => {
  await vi.waitFor(async () => {
    await redis.command("PING").catch(() => {});
    expect(redis.health().state).toBe("down");
  }, PATIENCE);
};

describe("a connection to Redis", () => {
  test("runs commands", async () => {
    const { redis, said } = connect();
    await untilUp(redis);
    await redis.command("SET", "a", "ü", "PX", 5_000);
    await expect(redis.command("GET", "a")).resolves.toBe("ü");
    await expect(redis.command("GET", "absent")).resolves.toBeNull();
    expect(said).toEqual([{ state: "up", reason: undefined }]);
  });

  test("tells a value of another kind from a Redis that fails", async () => {
    const { redis } = connect();
    await untilUp(redis);
    server.cli("LPUSH", "list", "1");
    await expect(redis.command("GET", "list")).rejects.toBeInstanceOf(RedisRefused);
    expect(redis.health().state).toBe("up");
  });

  test("that was never there is said once, with the reason, and costs a command nothing", async () => {
    const { redis, said } = connect({ url: "redis://127.0.0.1:1" });
    await vi.waitFor(
      () => expect(redis.health()).toEqual({ state: "down", reason: "ECONNREFUSED" }),
      PATIENCE,
    );
    expect(redis.available).toBe(false);
    await expect(redis.command("PING")).rejects.toBeInstanceOf(RedisUnavailable);
    expect(said).toEqual([{ state: "down", reason: "ECONNREFUSED" }]);
  });

  test("that hangs up on every try is tried again, and said to be down once", async () => {
    let tries = 0;
    const rude = createServer((socket) => {
      tries += 1;
      socket.destroy();
    });
    onTestFinished(() => void rude.close());
    const { said } = connect({ url: `redis://127.0.0.1:${await listenOnFreePort(rude)}` });
    await vi.waitFor(() => expect(tries).toBeGreaterThan(3), PATIENCE);
    expect(said.map(({ state }) => state)).toEqual(["down"]);
  });

  test("that takes connections and answers no command is left alone", async () => {
    const slow = createServer((socket) => {
      socket.on("data", (data) => {
        // The handshake and the first command are answered at once, as a server does that fills up later.
        const text = data.toString();
        if (/hello|info|client/i.test(text)) socket.write("+OK\r\n".repeat(text.split("*").length - 1));
      });
      socket.on("error", () => {});
    });
    onTestFinished(() => void slow.close());
    const { redis } = connect({
      url: `redis://127.0.0.1:${await listenOnFreePort(slow)}`,
      commandMsMax: 5,
    });
    await vi.waitFor(() => expect(redis.health()).toEqual({ state: "down", reason: "timeout" }), PATIENCE);
  });

  test("that hangs gives up each command, then asks no more, and comes back by itself", async () => {
    const { redis, said } = connect({ commandMsMax: 30 });
    await untilUp(redis);
    server.hang();
    onTestFinished(() => server.resume());
    const answers = await Promise.allSettled([1, 2, 3].map(() => redis.command("PING")));
    for (const answer of answers) expect(answer).toMatchObject({ reason: { code: "redis_unavailable" } });
    expect(redis.available).toBe(false);
    server.resume();
    await untilUp(redis);
    await expect(redis.command("PING")).resolves.toBe("PONG");
    expect(said.map(({ state }) => state)).toEqual(["up", "down", "up"]);
    expect(said[1]).toEqual({ state: "down", reason: "timeout" });
  });

  test("that is killed and started again is found again", async () => {
    const { redis, said } = connect();
    await untilUp(redis);
    await server.stop();
    await untilDown(redis);
    await server.start();
    await untilUp(redis);
    expect(said.map(({ state }) => state)).toEqual(["up", "down", "up"]);
  });

  test("whose password was changed is down, and up when we have the right one", async () => {
    server.cli("CONFIG", "SET", "requirepass", "secret");
    onTestFinished(
      () => void server.cli("-a", "secret", "--no-auth-warning", "CONFIG", "SET", "requirepass", ""),
    );
    const wrong = connect({ url: server.url.replace("//", "//:guess@") });
    await vi.waitFor(
      () => expect(wrong.redis.health()).toEqual({ state: "down", reason: "WRONGPASS" }),
      PATIENCE,
    );
    const right = connect({ url: server.url.replace("//", "//:secret@") });
    await untilUp(right.redis);
    expect(JSON.stringify(wrong.said)).not.toContain("guess");
  });

  test("whose database is not there is down, and what we keep is not put into another one", async () => {
    const { redis, said } = connect({ url: `${server.url}/99` });
    await vi.waitFor(() => expect(redis.health()).toEqual({ state: "down", reason: "ERR" }), PATIENCE);
    await expect(redis.command("SET", "astray", "1")).rejects.toBeInstanceOf(RedisUnavailable);
    const triedAgain = /cmdstat_select:.*failed_calls=[3-9]/;
    await vi.waitFor(() => expect(server.cli("INFO", "commandstats")).toMatch(triedAgain), PATIENCE);
    expect(said.map(({ state }) => state)).toEqual(["down"]);
  });

  test("that was turned into a replica is left, and its successor found", async () => {
    const { redis } = connect();
    await untilUp(redis);
    server.cli("REPLICAOF", "127.0.0.1", "1");
    onTestFinished(() => void server.cli("REPLICAOF", "NO", "ONE"));
    await expect(redis.command("SET", "a", "1")).rejects.toBeInstanceOf(RedisUnavailable);
    server.cli("REPLICAOF", "NO", "ONE");
    await vi.waitFor(() => redis.command("SET", "a", "1"), PATIENCE);
  });

  test("hears a channel, and says when it hears again after it was cut off", async () => {
    const { redis } = connect();
    await untilUp(redis);
    const heard: string[] = [];
    const listening = vi.fn<() => void>();
    const end = redis.listen("news", (message) => void heard.push(message), listening);
    await vi.waitFor(() => expect(listening).toHaveBeenCalledTimes(1), PATIENCE);
    await redis.command("PUBLISH", "news", "one");
    await vi.waitFor(() => expect(heard).toEqual(["one"]), PATIENCE);
    server.cli("CLIENT", "KILL", "TYPE", "pubsub");
    await vi.waitFor(() => expect(listening).toHaveBeenCalledTimes(2), PATIENCE);
    end();
  });
});

test("settings that are no use are refused by name", () => {
  const parsed = RedisConfigSchema.safeParse({ url: "http://cache", namespace: "a b", commandMsMax: 0 });
  expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual(["url", "namespace", "commandMsMax"]);
});
