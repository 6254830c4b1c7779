import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import {
  circuitOrders,
  CircuitsReportSchema,
  ConnectionsReportSchema,
  LimitsReportSchema,
} from "./contract.ts";
import {
  OPEN,
  openOperated,
  type Operated,
  order,
  problemOf,
  PURGE,
  service,
  TOKEN,
} from "./testing/operated.ts";
import { operatorApi } from "./operator-api.ts";

let operated: Operated;
beforeEach(async () => {
  operated = await openOperated();
});

describe("without the token", () => {
  test.each([
    ["no header", undefined, "required"],
    ["another scheme", `Basic ${TOKEN}`, "invalid"],
    ["the bare token", TOKEN, "invalid"],
    ["no token", "Bearer ", "invalid"],
    ["another token", `Bearer ${"x".repeat(TOKEN.length)}`, "invalid"],
    ["the beginning of it", `Bearer ${TOKEN.slice(0, -1)}`, "invalid"],
    ["more than it", `Bearer ${TOKEN}0`, "invalid"],
    ["it in capitals", `Bearer ${TOKEN.toUpperCase()}`, "invalid"],
    ["it twice", `Bearer ${TOKEN} ${TOKEN}`, "invalid"],
  ])("(%s) nobody is let in, and nothing happens", async (_, authorization, code) => {
    const headers = {
      "content-type": "application/json",
      ...(authorization === undefined ? {} : { authorization }),
    };
    const response = await fetch(`${operated.url}${OPEN}`, {
      method: "POST",
      headers,
      body: JSON.stringify(order),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer realm="portico operator"/);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ code: "unauthenticated" });
    expect(problem.errors).toMatchObject([{ field: "header.authorization", code }]);
    expect(operated.circuit.history).toEqual([]);
  });

  test.each([
    ["GET", "/operator/circuits"],
    ["GET", "/operator/limits"],
    ["GET", "/operator/connections"],
    ["POST", PURGE],
    ["DELETE", "/operator/circuits"],
    ["GET", "/operator/no-such-thing"],
    ["GET", "/"],
  ])("%s %s tells nothing, not even whether it exists", async (method, path) => {
    const response = await fetch(`${operated.url}${path}`, { method });
    expect(response.status).toBe(401);
    expect(operated.purge).not.toHaveBeenCalled();
  });

  test("the scheme may be written as one likes", async () => {
    const headers = { authorization: `bearer ${TOKEN}` };
    expect((await fetch(`${operated.url}/operator/circuits`, { headers })).status).toBe(200);
  });
});

describe("what operators see", () => {
  test("each circuit with state, counts and history", async () => {
    const response = await operated.ask("/operator/circuits");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(CircuitsReportSchema.parse(await response.json())).toEqual({
      service: "test",
      circuits: [
        {
          system: "crm",
          operation: "findCustomer",
          state: "closed",
          since: new Date(operated.clock.epochMs()).toISOString(),
          counts: { windowMs: 10_000, calls: 0, callsMin: 10, failed: 0, slow: 0 },
          history: [],
        },
      ],
    });
  });

  test("how full each system's places are, where it has any", async () => {
    const report = LimitsReportSchema.parse(await (await operated.ask("/operator/limits")).json());
    expect(report.limits).toEqual([{ system: "crm", limit: 7, running: 0, queued: 0 }]);
  });

  test("how that does which all replicas share", async () => {
    const report = ConnectionsReportSchema.parse(await (await operated.ask("/operator/connections")).json());
    expect(report.connections).toEqual({ redis: { state: "down", reason: "ECONNREFUSED" } });
  });

  test("what is not there, and which method is right", async () => {
    expect((await operated.ask("/operator")).status).toBe(404);
    const wrong = await operated.ask(OPEN);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
    const wrongToo = await operated.ask("/operator/circuits", { method: "DELETE" });
    expect([wrongToo.status, wrongToo.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

test("the README lists every request the API takes, and no other", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const listed = [...readme.matchAll(/^\| `((?:GET|POST) \/operator\S+)`/gm)].map(([, request]) => request);
  const { routes } = operatorApi({
    service,
    token: TOKEN,
    systems: [],
    purge: async () => ({ everywhere: true }),
    connections: () => ({}),
  });
  const taken = routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`)
    .map((request) => request.replace(":order", `{${circuitOrders.join("\\|")}}`))
    .map((request) => request.replaceAll(/:(\w+)/g, "{$1}"));
  expect(new Set(listed)).toEqual(new Set(taken));
});
