import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";
import { events } from "@portico/core";
import { fakeClock, listenOnFreePort } from "@portico/core/testing";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { RedisConfigSchema } from "./config.ts";
import { openRedis, type Redis } from "./redis.ts";
import { openTestRedis, type TestRedis } from "./testing/index.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await openTestRedis();
});
afterAll(() => server.close());

const PATIENCE = { timeout: 10_000, interval: 5 };

/** A number out of what the server says of itself. */
const stat = (form: RegExp) => Number(form.exec(server.cli("INFO", "everything"))?.[1] ?? 0);
const connectionsMade = () => stat(/total_connections_received:(\d+)/);

/** Time moves only when told: what is waited for otherwise comes from the server. */
function connect(url = server.url) {
  const clock = fakeClock();
  const said: unknown[] = [];
  onTestFinished(events.connection.subscribe(({ state, reason }) => said.push([state, reason])));
  const redis = openRedis(RedisConfigSchema.parse({ url }), clock);
  onTestFinished(() => {
    redis.close();
    expect(clock.pending, "timers left behind").toBe(0);
  });
  return { redis, clock, said };
}

/** A way to the server that drops what goes over it from `swallow` on, and says so to neither end; not for those who come after. */
async function swallowingPath() {
  const taken: Socket[] = [];
  const path = createServer({ allowHalfOpen: true }, (socket) => {
    const there = createConnection(server.port, "127.0.0.1");
    taken.push(socket, there);
    for (const end of [socket, there]) end.on("error", () => {});
    socket.pipe(there).pipe(socket);
  });
  onTestFinished(() => {
    path.close();
    for (const end of taken) end.destroy();
  });
  return {
    port: await listenOnFreePort(path),
    swallow: () => taken.forEach((end) => void end.unpipe().resume()),
  };
}

/** Until what was sent before has been answered: the server takes its connections in turn. */
async function answered(): Promise<void> {
  await new Promise(setImmediate);
  server.cli("PING");
  for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate);
}

const untilUp = (redis: Redis) => vi.waitFor(() => expect(redis.health().state).toBe("up"), PATIENCE);

test("many commands that are late together are one bad moment, and no reason to connect anew", async () => {
  const { redis, clock } = connect();
  await untilUp(redis);
  const connections = connectionsMade();
  server.hang();
  const late = Promise.allSettled(Array.from({ length: 100 }, () => redis.command("PING")));
  await clock.advance(20);
  for (const answer of await late) expect(answer).toMatchObject({ reason: { code: "redis_unavailable" } });
  expect(redis.health()).toMatchObject({ state: "down" });
  server.resume();
  await clock.advance(1_000);
  await untilUp(redis);
  // Each question to the server is a connection of its own.
  expect(connectionsMade()).toBe(connections + 1);
});

test("a command that was answered is not counted among those under way", async () => {
  const { redis } = connect();
  await untilUp(redis);
  for (let times = 0; times < 1_500; times += 1) await redis.command("PING");
  expect(redis.available).toBe(true);
});

test("a command whose connection is lost has failed, and is not sent again on the next", async () => {
  const { redis } = connect();
  await untilUp(redis);
  server.cli("SET", "count", "0");
  // It is answered once the others are through, which this one's connection does not live to see.
  const waiting = redis.command("BLPOP", "never", 0);
  const counting = redis.command("INCR", "count");
  server.cli("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  await expect(waiting).rejects.toMatchObject({ code: "redis_unavailable" });
  await expect(counting).rejects.toMatchObject({ code: "redis_unavailable" });
  await untilUp(redis);
  await redis.command("PING");
  expect(server.cli("--raw", "GET", "count").trim()).toBe("0");
});

test("a socket that swallows one try after another is made anew", async () => {
  const { redis, clock } = connect();
  await untilUp(redis);
  const connections = connectionsMade();
  server.hang();
  for (let tries = 0; tries < 8; tries += 1) {
    redis.command("PING").catch(() => {});
    await clock.advance(1_020);
  }
  server.resume();
  await untilUp(redis);
  expect(connectionsMade()).toBeGreaterThan(connections + 1);
});

test("a channel on a socket that leads nowhere is heard anew with the next connection", async () => {
  const path = await swallowingPath();
  const { redis, clock } = connect(`redis://127.0.0.1:${path.port}`);
  await untilUp(redis);
  const heard: string[] = [];
  const listening = vi.fn<() => void>();
  redis.listen("news", (message) => void heard.push(message), listening);
  await vi.waitFor(() => expect(listening).toHaveBeenCalledOnce(), PATIENCE);
  path.swallow();
  for (let tries = 0; tries < 6; tries += 1) {
    redis.command("PING").catch(() => {});
    await clock.advance(1_020);
  }
  await untilUp(redis);
  await vi.waitFor(() => {
    server.cli("PUBLISH", "news", "one");
    expect(heard).toContain("one");
  }, PATIENCE);
});

test("a channel we may not hear is asked for once a second, on the same connection", async () => {
  server.cli("ACL", "SETUSER", "deaf", "on", ">secret", "~*", "+@all", "resetchannels");
  const denied = () => stat(/cmdstat_subscribe:.*rejected_calls=(\d+)/);
  const { redis, clock } = connect(server.url.replace("//", "//deaf:secret@"));
  await untilUp(redis);
  const listening = vi.fn<() => void>();
  const end = redis.listen("news", () => {}, listening);
  await vi.waitFor(() => expect(denied()).toBe(1), PATIENCE);
  const clients = () => server.cli("CLIENT", "LIST").match(/^id=\d+/gm);
  const before = clients()?.slice(0, 2);
  for (let tries = 2; tries <= 4; tries += 1) {
    await clock.advance(1_000);
    await vi.waitFor(() => expect(denied()).toBe(tries), PATIENCE);
  }
  expect(clients()?.slice(0, 2)).toEqual(before);
  expect(listening).not.toHaveBeenCalled();
  server.cli("ACL", "SETUSER", "deaf", "allchannels");
  await clock.advance(1_000);
  await vi.waitFor(() => expect(listening).toHaveBeenCalledOnce(), PATIENCE);
  end();
});

describe("a server that answers and takes no writes", () => {
  const WORDS = [
    ["GET", "a"],
    ["SET", "a", "1", "PX", 1_000],
    ["GET", "a"],
  ] as const;
  const ask = async (redis: Redis) => {
    await Promise.allSettled(WORDS.map(([name, ...parameters]) => redis.command(name, ...parameters)));
    return redis.health();
  };

  test("is down once, whatever else it answers, and up with the first write it takes", async () => {
    const { redis, clock, said } = connect();
    await untilUp(redis);
    server.cli("CONFIG", "SET", "maxmemory", "1");
    onTestFinished(() => void server.cli("CONFIG", "SET", "maxmemory", "0"));
    for (let seconds = 0; seconds < 5; seconds += 1) {
      await expect(ask(redis)).resolves.toEqual({ state: "down", reason: "OOM" });
      await answered();
      await clock.advance(1_000);
    }
    server.cli("CONFIG", "SET", "maxmemory", "0");
    await untilUp(redis);
    expect(said).toEqual([
      ["up", undefined],
      ["down", "OOM"],
      ["up", undefined],
    ]);
  });

  test("because it is no primary any more is left, and looked for anew a few times, not as often as it lets us in", async () => {
    const { redis, said } = connect();
    await untilUp(redis);
    server.cli("REPLICAOF", "127.0.0.1", "1");
    onTestFinished(() => void server.cli("REPLICAOF", "NO", "ONE"));
    await ask(redis);
    let looks = 0;
    const before = connectionsMade();
    await vi.waitFor(async () => {
      looks += 1;
      await ask(redis);
      // Each question to the server is a connection of its own.
      expect(connectionsMade() - before - looks).toBe(2);
    }, PATIENCE);
    expect(said).toEqual([
      ["up", undefined],
      ["down", "READONLY"],
    ]);
    server.cli("REPLICAOF", "NO", "ONE");
    await untilUp(redis);
    expect(said).toHaveLength(3);
  });

  test("and says so to many commands at once is left once, and Node warns of no leak", async () => {
    const warned = vi.fn<(warning: Error) => void>();
    process.on("warning", warned);
    onTestFinished(() => void process.off("warning", warned));
    const { redis } = connect();
    await untilUp(redis);
    server.cli("REPLICAOF", "127.0.0.1", "1");
    onTestFinished(() => void server.cli("REPLICAOF", "NO", "ONE"));
    await Promise.allSettled(Array.from({ length: 50 }, (_, i) => redis.command("SET", `${i}`, "")));
    await new Promise(setImmediate);
    expect(warned).not.toHaveBeenCalled();
  });
});

test("a server that takes a connection and says nothing on it is tried anew after five seconds", async () => {
  let taken = 0;
  const silent = createServer((socket) => {
    taken += 1;
    socket.on("error", () => {});
    socket.resume();
  });
  const clock = fakeClock();
  const url = `redis://127.0.0.1:${await listenOnFreePort(silent)}`;
  const redis = openRedis(RedisConfigSchema.parse({ url }), clock);
  await vi.waitFor(() => expect([taken, clock.pending]).toEqual([1, 1]), PATIENCE);
  await clock.advance(4_999);
  expect(taken).toBe(1);
  await clock.advance(1);
  await vi.waitFor(() => expect([taken, clock.pending]).toEqual([2, 1]), PATIENCE);
  redis.close();
  await vi.waitFor(() => expect(clock.pending, "timers left behind").toBe(0), PATIENCE);
  silent.close();
  await once(silent, "close");
});
