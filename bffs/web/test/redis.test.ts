import { connect, createServer, type Socket } from "node:net";
import { testBff } from "@portico/bff-kit/testing";
import { listenOnFreePort } from "@portico/core/testing";
import { createMockServer, environmentFor, type MockServer } from "@portico/mock-server";
import { observe } from "@portico/observability";
import { openTestRedis, type TestRedis } from "@portico/redis/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createWebBff, openBackends, readConfig, service } from "../src/index.ts";

let mocks: MockServer;
let redis: TestRedis;
beforeAll(async () => {
  [mocks, redis] = await Promise.all([createMockServer(), openTestRedis()]);
});
afterAll(async () => {
  await Promise.all([mocks.close(), redis.close()]);
});
beforeEach(() => {
  redis.cli("FLUSHALL");
  for (const system of [mocks.crm, mocks.erp, mocks.catalog]) system.resetCalls();
});

const PATIENCE = { timeout: 10_000, interval: 5 };

/** One replica of the Web BFF, as it runs in production but for its port. */
function openReplica({ url = redis.url, commandMsMax = 500 } = {}) {
  const backends = openBackends(
    readConfig({
      ...environmentFor(mocks.origin),
      REDIS_URL: url,
      // A busy machine is not to be taken for a Redis that hangs, where a test does not ask for one.
      REDIS_COMMAND_MS_MAX: `${commandMsMax}`,
    }),
  );
  const app = createWebBff({ ...testBff, ports: backends.ports, health: () => backends.health() });
  onTestFinished(() => backends.close());
  const get = async (path: string, user = "100001") =>
    app.request(path, { headers: { "x-portico-user": user } });
  const health = async () => (await (await get("/health/ready")).json()) as { redis: { state: string } };
  return { get, health, cache: backends.cache };
}
const untilRedisIs = (state: string, { health }: ReturnType<typeof openReplica>) =>
  vi.waitFor(async () => expect((await health()).redis.state).toBe(state), PATIENCE);

test("a thousand requests to two replicas at once are at most two questions to the system", async () => {
  const replicas = [openReplica(), openReplica()];
  for (const replica of replicas) await untilRedisIs("up", replica);
  const pages = await Promise.all(
    replicas.flatMap(({ get }) => Array.from({ length: 500 }, () => get("/v1/products/WIN-0001"))),
  );
  for (const { status } of pages) expect(status).toBe(200);
  expect(mocks.catalog.calls().total).toBeGreaterThan(0);
  expect(mocks.catalog.calls().total).toBeLessThanOrEqual(2);
});

test("a page says how old it is, also when another replica has asked", async () => {
  const [one, other] = [openReplica(), openReplica()];
  for (const replica of [one, other]) await untilRedisIs("up", replica);
  const first = await one.get("/v1/products/WIN-0001");
  expect(first.headers.get("cache-status")).toMatch(/^portico-web; fwd=miss; ttl=[345]$/);
  const again = await one.get("/v1/products/WIN-0001");
  expect(again.headers.get("cache-status")).toMatch(/^portico-web; hit; ttl=[345]$/);
  expect(again.headers.get("age")).toMatch(/^[01]$/);
  expect(again.headers.get("cache-control")).toBe("private, no-cache");
  expect(again.headers.get("etag")).toBe(first.headers.get("etag"));
  await vi.waitFor(() => expect(redis.values("portico:cache:*:value").length).toBeGreaterThan(0), PATIENCE);
  const there = await other.get("/v1/products/WIN-0001");
  expect(there.headers.get("etag")).toBe(first.headers.get("etag"));
  expect(mocks.catalog.calls().total).toBe(1);
});

test("what is purged by tag on one replica is asked for anew by the other, and the rest is not", async () => {
  const [one, other] = [openReplica(), openReplica()];
  for (const replica of [one, other]) await untilRedisIs("up", replica);
  for (const sku of ["WIN-0001", "WIN-0002"]) await other.get(`/v1/products/${sku}`);
  mocks.catalog.resetCalls();
  await expect(one.cache.purge(["product:WIN-0001"])).resolves.toEqual({ everywhere: true });
  await vi.waitFor(async () => {
    await other.get("/v1/products/WIN-0001");
    expect(mocks.catalog.calls().total).toBe(1);
  }, PATIENCE);
  await other.get("/v1/products/WIN-0002");
  expect(mocks.catalog.calls().total).toBe(1);
});

/** What may befall Redis, and what undoes it. */
const days: Record<string, () => Promise<{ url?: string; undo?: () => void | Promise<void> }>> = {
  "was never there": async () => ({ url: "redis://127.0.0.1:1" }),
  "has another password": async () => ({ url: redis.url.replace("//", "//:guess@") }),
  hangs: async () => {
    redis.hang();
    return { undo: () => redis.resume() };
  },
  "is killed": async () => {
    await redis.stop();
    return { undo: () => redis.start() };
  },
  "was turned into a replica": async () => {
    redis.cli("REPLICAOF", "127.0.0.1", "1");
    return { undo: () => void redis.cli("REPLICAOF", "NO", "ONE") };
  },
  "has no memory left": async () => {
    redis.cli("CONFIG", "SET", "maxmemory", "1");
    return { undo: () => void redis.cli("CONFIG", "SET", "maxmemory", "0") };
  },
  "is flushed": async () => {
    redis.cli("FLUSHALL");
    return {};
  },
  "is far away": async () => {
    const far = await delayed(redis.port, 30);
    return { url: `redis://127.0.0.1:${far.port}`, undo: far.close };
  },
};

describe("while Redis is not well, every page is as it would be without", () => {
  test.each(Object.keys(days))("it %s", async (day) => {
    const lines: string[] = [];
    const telemetry = observe({ service, destination: { write: (line) => void lines.push(line) } });
    onTestFinished(() => telemetry.close());
    const healthy = openReplica();
    await untilRedisIs("up", healthy);
    const alone = await (await healthy.get("/v1/home")).text();

    const { url, undo } = (await days[day]?.()) ?? {};
    const replica = url === undefined ? healthy : openReplica({ url, commandMsMax: 20 });
    for (let round = 0; round < 3; round += 1) {
      const users = ["100001", "100002", "100003"];
      const pages = await Promise.all(users.map((user) => replica.get("/v1/home", user)));
      for (const [at, page] of pages.entries()) {
        expect(page.status).toBe(200);
        const text = await page.text();
        expect(JSON.parse(text)).toMatchObject({ customer: { id: users[at] }, sectionStates: {} });
        if (users[at] === "100001") expect(text).toBe(alone);
      }
    }
    expect((await replica.get("/health/ready")).status).toBe(200);
    await undo?.();
    if (url === undefined) await untilRedisIs("up", replica);
    const said = lines.filter((line) => line.includes('"connection changed"') && line.includes('"down"'));
    expect(said.length).toBeLessThanOrEqual(1);
  });
});

test("a Redis that is lost is said once, shown by readiness, and found again by itself", async () => {
  const lines: string[] = [];
  const telemetry = observe({ service, destination: { write: (line) => void lines.push(line) } });
  onTestFinished(() => telemetry.close());
  const said = (state: string) =>
    lines.filter((line) => line.includes('"connection changed"') && line.includes(`"${state}"`)).length;
  const replica = openReplica();
  await untilRedisIs("up", replica);
  lines.length = 0;
  await redis.stop();
  await untilRedisIs("down", replica);
  for (let user = 100_001; user <= 100_020; user += 1) {
    expect((await replica.get("/v1/orders", String(user))).status).toBe(200);
  }
  expect((await replica.get("/health/ready")).status).toBe(200);
  await redis.start();
  await untilRedisIs("up", replica);
  expect({ down: said("down"), up: said("up") }).toEqual({ down: 1, up: 1 });
});

/** A way to `port` on which everything takes `delayMs` longer, to and fro. */
async function delayed(port: number, delayMs: number) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => setTimeout(() => to.write(data), delayMs).unref());
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  return {
    port: await listenOnFreePort(server),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
