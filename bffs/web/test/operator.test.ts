import { operatorPort, serve } from "@portico/bff-kit";
import type { CircuitReport } from "@portico/bff-kit/operator";
import { testBff } from "@portico/bff-kit/testing";
import { createMockServer, environmentFor, type MockServer } from "@portico/mock-server";
import { openTestRedis, type TestRedis } from "@portico/redis/testing";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
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
const TOKEN = "operator-token-of-these-tests-000";
const order = { by: "ops@example.com", reason: "catalog import, ticket 4711" };

/** One replica of the Web BFF with its operators' port open. */
async function openReplica(redisUrl = "") {
  const { operator, ...config } = readConfig({
    ...environmentFor(mocks.origin),
    REDIS_URL: redisUrl,
    // A busy machine is not to be taken for a Redis that hangs.
    REDIS_COMMAND_MS_MAX: "500",
    OPERATOR_PORT: "0",
    OPERATOR_TOKEN: TOKEN,
  });
  const backends = openBackends(config);
  const app = createWebBff({ ...testBff, ports: backends.ports });
  const operators = operatorPort(operator, {
    service,
    systems: backends.systems,
    purge: (tags) => backends.cache.purge(tags),
    connections: () => backends.health(),
  });
  if (operators === undefined) throw new Error("The operators' port is off.");
  const { url, drain } = await serve(operators.app, { service, ...operators });
  onTestFinished(async () => {
    await drain(0);
    await backends.close();
  });
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const look = async (path: string) => (await fetch(`${url}/operator/${path}`, { headers })).json();
  return {
    get: (path: string) => app.request(path, { headers: { "x-portico-user": "100001" } }),
    look,
    order: async (path: string, body: object) => {
      const options = { method: "POST", headers, body: JSON.stringify(body) };
      return (await fetch(`${url}/operator/${path}`, options)).json();
    },
    untilRedisIs: (state: string) =>
      vi.waitFor(
        async () => expect(await look("connections")).toMatchObject({ connections: { redis: { state } } }),
        PATIENCE,
      ),
  };
}

test("a circuit that is opened by hand is seen in the page's section, and asks its system nothing", async () => {
  const replica = await openReplica();
  await replica.order("circuits/catalog/listFeatured/open", order);
  const page = await (await replica.get("/v1/home")).json();
  expect(page).toMatchObject({
    customer: { id: "100001" },
    featured: null,
    sectionStates: { featured: { state: "unavailable", reason: "circuit_open" } },
  });
  expect(mocks.catalog.calls().total).toBe(0);

  await replica.order("circuits/catalog/listFeatured/close", order);
  expect(await (await replica.get("/v1/home")).json()).toMatchObject({ sectionStates: {} });
});

test("every operation of every system has its circuit, and every system its limit", async () => {
  const replica = await openReplica();
  await replica.get("/v1/home");
  const { circuits } = (await replica.look("circuits")) as { circuits: { system: string }[] };
  expect(new Set(circuits.map(({ system }) => system))).toEqual(new Set(["crm", "erp", "catalog"]));
  expect(circuits).toContainEqual(
    expect.objectContaining({
      system: "crm",
      operation: "findCustomer",
      state: "closed",
      counts: expect.objectContaining({ calls: 1, failed: 0, slow: 0 }),
    }),
  );
  const { limits } = (await replica.look("limits")) as { limits: object[] };
  expect(limits).toHaveLength(3);
  expect(limits).toContainEqual({ system: "catalog", limit: 64, running: 0, queued: 0 });
  expect(await replica.look("connections")).toEqual({ service: "web", connections: {} });
});

test("what one replica is told to forget, the other has forgotten too, and nothing else", async () => {
  const [one, other] = await Promise.all([openReplica(redis.url), openReplica(redis.url)]);
  for (const replica of [one, other]) await replica.untilRedisIs("up");
  for (const sku of ["WIN-0001", "WIN-0002"]) await other.get(`/v1/products/${sku}`);
  mocks.catalog.resetCalls();
  expect(await one.order("cache/purge", { tags: ["product:WIN-0001"], ...order })).toEqual({
    everywhere: true,
  });
  await vi.waitFor(async () => {
    await other.get("/v1/products/WIN-0001");
    expect(mocks.catalog.calls().total).toBe(1);
  }, PATIENCE);
  await other.get("/v1/products/WIN-0002");
  expect(mocks.catalog.calls().total).toBe(1);
});

test("what one replica's circuit opened on makes the other's open sooner, and never without failures of its own", async () => {
  const [one, other] = await Promise.all([openReplica(redis.url), openReplica(redis.url)]);
  for (const replica of [one, other]) await replica.untilRedisIs("up");
  const channel = "portico:health-hints";
  await vi.waitFor(() => expect(redis.cli("PUBSUB", "NUMSUB", channel)).toMatch(/\s2$/), PATIENCE);
  const circuitOf = async ({ look }: typeof one) => {
    const { circuits } = (await look("circuits")) as { circuits: CircuitReport[] };
    return circuits.find(({ operation }) => operation === "findProduct");
  };
  mocks.catalog.switchTo({ name: "refuses" });
  onTestFinished(() => void mocks.catalog.switchTo({ name: "healthy" }));
  for (let sku = 1; (await circuitOf(one))?.state !== "open"; sku += 1)
    await one.get(`/v1/products/WIN-000${sku}`);
  expect(await circuitOf(one)).toMatchObject({ counts: { calls: 5, callsMin: 5 } });
  await vi.waitFor(
    async () => expect(await circuitOf(other)).toMatchObject({ counts: { callsMin: 3 } }),
    PATIENCE,
  );
  expect(await circuitOf(other)).toMatchObject({ state: "closed", counts: { calls: 0 } });
});

test("a purge while Redis is gone holds here, and says that the others were not told", async () => {
  const replica = await openReplica("redis://127.0.0.1:1");
  await replica.untilRedisIs("down");
  await replica.get("/v1/products/WIN-0001");
  expect(await replica.order("cache/purge", { tags: ["system:catalog"], ...order })).toEqual({
    everywhere: false,
  });
  await replica.get("/v1/products/WIN-0001");
  expect(mocks.catalog.calls().total).toBe(2);
});
