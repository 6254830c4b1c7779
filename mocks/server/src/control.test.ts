import { fakeClock } from "@portico/core/testing";
import { request } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMockServer, type MockServer } from "./mock-server.ts";

let server: MockServer;
beforeAll(async () => {
  server = await createMockServer();
});
beforeEach(() => {
  for (const system of [server.crm, server.erp, server.catalog]) {
    system.switchTo({ name: "healthy" });
    system.resetCalls();
  }
});
afterAll(() => server.close());

async function call(method: "GET" | "PUT" | "DELETE" | "POST", path: string, body?: string) {
  const answer = await request(server.origin + path, { method, ...(body === undefined ? {} : { body }) });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    type: answer.headers["content-type"],
    allow: answer.headers["allow"],
    json: (text === "" ? undefined : JSON.parse(text)) as Record<string, unknown>,
  };
}
const put = (system: string, body: unknown) =>
  call("PUT", `/_simulator/${system}/scenario`, JSON.stringify(body));

test("ready says so", async () => {
  expect(await call("GET", "/health/ready")).toMatchObject({ status: 200, json: { status: "ready" } });
});

describe("reading", () => {
  test("lists the systems, what each is doing now, and all it could do with what it takes", async () => {
    await put("crm", { name: "slow", delayMs: 20 });
    const { json } = await call("GET", "/_simulator");
    const systems = json["systems"] as {
      name: string;
      scenario: unknown;
      scenarios: { name: string; description: string; parameters: object }[];
    }[];
    expect(systems.map(({ name }) => name)).toEqual(["crm", "erp", "catalog"]);
    expect(systems[0]?.scenario).toEqual({ name: "slow", parameters: { delayMs: 20 } });
    const standard = [
      "healthy",
      "slow",
      "hangs",
      "refuses",
      "resets-mid-body",
      "truncated",
      "malformed",
      "wrong-content-type",
      "fault",
      "intermittent",
    ];
    expect(systems.map(({ scenarios }) => scenarios.map(({ name }) => name))).toEqual([
      [...standard, "row-locked"],
      standard,
      standard,
    ]);
    expect(systems[1]?.scenarios[1]).toEqual({
      name: "slow",
      description: expect.any(String),
      parameters: { delayMs: { default: 1_500, min: 0, max: 600_000 } },
    });
  });

  test("counts a system's calls and forgets them on DELETE", async () => {
    await request(`${server.origin}/catalog/api/products`);
    await request(`${server.origin}/catalog/api/promotions`);
    expect((await call("GET", "/_simulator/catalog/calls")).json).toEqual({
      total: 2,
      byOperation: { listProducts: 1, listPromotions: 1 },
      inFlight: 0,
      inFlightMax: 1,
    });
    expect((await call("DELETE", "/_simulator/catalog/calls")).status).toBe(204);
    expect((await call("GET", "/_simulator/catalog/calls")).json["total"]).toBe(0);
    expect((await call("GET", "/_simulator/erp/calls")).json["total"]).toBe(0);
  });
});

describe("switching", () => {
  test("one system changes, the others do not", async () => {
    expect(await put("erp", { name: "intermittent", percent: 20 })).toMatchObject({
      status: 200,
      json: { name: "intermittent", parameters: { percent: 20, seed: 1 } },
    });
    expect([server.crm, server.erp, server.catalog].map((system) => system.scenario().name)).toEqual([
      "healthy",
      "intermittent",
      "healthy",
    ]);
  });

  test.each([
    ["an unknown system", "billing", { name: "hangs" }, 404, "unknown-system", "validSystems"],
    ["an unknown scenario", "crm", { name: "sleepy" }, 422, "unknown-scenario", "validScenarios"],
    [
      "a scenario of another system",
      "erp",
      { name: "row-locked" },
      422,
      "unknown-scenario",
      "validScenarios",
    ],
    [
      "an unknown parameter",
      "crm",
      { name: "slow", delay: 1 },
      422,
      "bad-scenario-parameter",
      "validScenarios",
    ],
    [
      "a parameter out of range",
      "crm",
      { name: "slow", delayMs: -1 },
      422,
      "bad-scenario-parameter",
      "validScenarios",
    ],
  ])("%s is a problem that lists the valid ones", async (_, system, body, status, type, valid) => {
    const answer = await put(system, body);
    expect(answer).toMatchObject({ status, type: "application/problem+json" });
    expect(answer.json).toMatchObject({
      type: `urn:portico:simulator:${type}`,
      status,
      detail: expect.any(String),
    });
    expect(answer.json[valid]).toBeInstanceOf(Array);
    expect(server.crm.scenario().name).toBe("healthy");
  });

  test.each(["", "hangs", "null", "[]", `"hangs"`, "{}", `{"name":1}`, `{"name":"hangs"`])(
    "the body %j is a 400 problem with an example",
    async (body) => {
      const answer = await call("PUT", "/_simulator/crm/scenario", body);
      expect([answer.status, answer.type]).toEqual([400, "application/problem+json"]);
      expect(answer.json["detail"]).toContain(`{"name":"slow","delayMs":2000}`);
    },
  );
});

test("a slash at the end is no other page", async () => {
  expect((await call("GET", "/_simulator/")).json["systems"]).toHaveLength(3);
  expect((await call("GET", "/_simulator/crm/calls/")).json).toMatchObject({ total: 0 });
});

const FIND_ORDERS = {
  method: "POST",
  headers: { "content-type": "application/soap+xml" },
  body: `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header xmlns:w="http://www.w3.org/2005/08/addressing">
    <w:Action>http://orders.erp.nordhaus.example/OrderPort/FindOrdersRequest</w:Action>
    <w:MessageID>urn:uuid:1</w:MessageID><w:To>http://erp.test/</w:To></e:Header>
    <e:Body><o:FindOrdersRequest xmlns:o="http://orders.erp.nordhaus.example/"><customerNumber>100001</customerNumber>
    <sortBy>PLACED_AT</sortBy><direction>DESC</direction><firstResult>0</firstResult><maxResults>5</maxResults>
    </o:FindOrdersRequest></e:Body></e:Envelope>`,
} as const;

test("the seed decides what is in every system, and the clock what time it is there", async () => {
  const clock = fakeClock();
  const other = await createMockServer({ seed: 2, clock });
  const headers = { "x-api-key": "catalog-dev-key" };
  const text = async (origin: string) =>
    (await request(`${origin}/catalog/api/products`, { headers })).body.text();
  expect(await text(other.origin)).not.toBe(await text(server.origin));
  const orders = async (origin: string) =>
    (await request(`${origin}/erp/services/OrderService`, FIND_ORDERS)).body.text();
  expect(await orders(server.origin)).toContain("<orderNumber>");
  expect(await orders(other.origin)).toContain("<orderNumber>");
  expect(await orders(other.origin)).not.toBe(await orders(server.origin));
  for (const system of [other.crm, other.erp, other.catalog]) {
    system.switchTo({ name: "slow", delayMs: 60_000 });
    const answer = request(`${other.origin}/${system.name}/x`, { method: "POST", body: "" });
    await expect.poll(() => clock.pending).toBe(1);
    await clock.advance(60_000);
    expect((await answer).statusCode).toBeLessThan(600);
  }
  await other.close();
});

describe("wrong doors", () => {
  test.each([
    ["POST", "/_simulator", 405],
    ["POST", "/_simulator/crm/scenario", 405],
    ["PUT", "/_simulator/crm/calls", 405],
    ["GET", "/_simulator/crm/mood", 404],
    ["GET", "/_simulator/crm", 404],
    ["PUT", "/_simulator/crm/scenario/healthy", 404],
    ["DELETE", "/_simulator/crm/calls/findCustomer", 404],
    ["GET", "/_simulator/billing/calls", 404],
    ["GET", "/billing/x", 404],
    ["GET", "/", 404],
  ] as const)("%s %s is a %i problem", async (method, path, status) => {
    const answer = await call(method, path);
    expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
    if (status === 405) expect(answer.allow).toMatch(/GET/);
  });
});
