import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { listenOnFreePort } from "@portico/core/testing";
import { createMockServer, environmentFor, type MockServer } from "@portico/mock-server";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("../src/main.mjs", import.meta.url));

let mocks: MockServer;
beforeAll(async () => {
  mocks = await createMockServer();
});
afterAll(() => mocks.close());

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly url?: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly route?: string;
  readonly status?: number;
}

/** The BFF as it runs in production: its own process, configured by its environment, heard through its log. */
function start(environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env["PATH"] ?? "",
      WEB_PORT: "0",
      UNREADY_MS: "0",
      ...environmentFor(mocks.origin),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const lines: Line[] = [];
  const { promise: listening, resolve } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (line.msg === "listening") resolve(line.url ?? "");
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, complaint, lines }));
  /** Where operators are let in. */
  const operators = listening.then(() => lines.find(({ msg }) => msg === "operators listening")?.url);
  return { child, listening, operators, ended };
}

const ada = { headers: { "x-portico-user": "100001" } };

describe("the process", () => {
  test("answers, says one line per request with request id and trace id, and exits 0 on SIGTERM", async () => {
    const { child, listening, ended } = start();
    const url = await listening;
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const headers = { ...ada.headers, traceparent, "x-request-id": "ticket-4711" };
    expect((await fetch(`${url}/v1/home`, { headers })).status).toBe(200);
    expect((await fetch(`${url}/v1/orders?page=0`, ada)).status).toBe(400);
    mocks.catalog.switchTo({ name: "refuses" });
    expect((await fetch(`${url}/v1/products/WIN-0001`, ada)).status).toBe(503);
    mocks.catalog.switchTo({ name: "healthy" });

    child.kill("SIGTERM");
    const { code, complaint, lines } = await ended;
    expect({ code, complaint }).toEqual({ code: 0, complaint: "" });
    const ofRequests = lines.filter(({ msg }) => !["listening", "stopping", "stopped"].includes(msg));
    for (const line of ofRequests) {
      expect(line).toMatchObject({
        requestId: expect.any(String),
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
    }
    expect(ofRequests.filter(({ status }) => status !== undefined)).toMatchObject([
      {
        route: "/v1/home",
        status: 200,
        requestId: "ticket-4711",
        traceId: "0af7651916cd43dd8448eb211c80319c",
      },
      { route: "/v1/orders", status: 400 },
      { route: "/v1/products/{sku}", status: 503 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/crm-dev-secret|catalog-dev-key/);
  });

  test("finishes the request in flight when it is told to stop", async () => {
    mocks.catalog.switchTo({ name: "slow", delayMs: 300 });
    mocks.catalog.resetCalls();
    const { child, listening, ended } = start();
    const asked = fetch(`${await listening}/v1/products/WIN-0001`, ada);
    await expect.poll(() => mocks.catalog.calls().inFlight).toBe(1);
    child.kill("SIGTERM");
    expect((await asked).status).toBe(200);
    expect((await ended).code).toBe(0);
    mocks.catalog.switchTo({ name: "healthy" });
  });

  test("told to stop, says so where load balancers ask and goes on answering until they have noticed", async () => {
    const { child, listening } = start({ UNREADY_MS: "60000" });
    const url = await listening;
    const get = async (path: string) => (await fetch(`${url}${path}`, ada)).status;
    expect(await get("/health/ready")).toBe(200);
    child.kill("SIGTERM");
    await expect.poll(() => get("/health/ready")).toBe(503);
    const page = await fetch(`${url}/v1/home`, ada);
    expect([page.status, page.headers.get("connection")]).toEqual([200, "close"]);
    expect(await get("/health/live")).toBe(200);
    // Told twice is told once.
    child.kill("SIGINT");
    expect(await get("/health/ready")).toBe(503);
  });

  test("counts requests, sections, backend calls and breakers at /metrics", async () => {
    const { listening } = start();
    const url = await listening;
    await fetch(`${url}/v1/home`, ada);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('portico_requests_total{route="/v1/home",method="GET",status="200"} 1');
    expect(text).toMatch(/portico_section_states_total\{[^}]*section="featured"[^}]*state="fresh"[^}]*\} 1/);
    expect(text).toMatch(/portico_backend_calls_total\{system="erp",operation="listOrders",outcome="ok"\} 1/);
    expect(text).toMatch(
      /portico_backend_call_duration_seconds_count\{system="crm",operation="findCustomer"\} 1/,
    );
  });

  test("has a gauge for each circuit before anybody has asked anything", async () => {
    const { listening } = start();
    const text = await (await fetch(`${await listening}/metrics`)).text();
    expect(text).toContain('portico_breaker_state{system="crm",operation="findCustomer"} 0');
    expect(text).toContain('portico_breaker_state{system="catalog",operation="listFeatured"} 0');
  });

  test("takes operators' orders on a port of its own, says who gave them and why, and drains it too", async () => {
    const token = "operator-token-of-these-tests-000";
    const { child, listening, operators, ended } = start({ OPERATOR_PORT: "0", OPERATOR_TOKEN: token });
    const url = await listening;
    const path = "/operator/circuits/catalog/listFeatured/open";
    const order = { by: "ops@example.com", reason: "catalog import" };
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const options = { method: "POST", headers, body: JSON.stringify(order) };
    expect((await fetch(`${url}${path}`, options)).status).toBe(404);
    expect((await fetch(`${await operators}${path}`, options)).status).toBe(200);
    expect((await fetch(`${await operators}/v1/home`, { headers: ada.headers })).status).toBe(401);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('portico_breaker_state{system="catalog",operation="listFeatured"} 2');

    child.kill("SIGTERM");
    const { code, complaint, lines } = await ended;
    expect({ code, complaint }).toEqual({ code: 0, complaint: "" });
    const ordered = { msg: "breaker changed", state: "open", who: order.by, why: order.reason };
    expect(lines).toContainEqual(expect.objectContaining(ordered));
    expect(JSON.stringify(lines)).not.toContain(token);
  });

  test("lets operators in nowhere unless it is told to", async () => {
    const { listening, operators } = start();
    await listening;
    expect(await operators).toBeUndefined();
  });

  test("does not begin without the token its operators' port takes", async () => {
    const { code, complaint } = await start({ OPERATOR_PORT: "0", OPERATOR_HOST: "0.0.0.0" }).ended;
    expect(code).toBe(1);
    expect(complaint).toMatch(/OPERATOR_TOKEN: is needed/);
  });

  test("refuses the development user in production", async () => {
    const { listening } = start({ NODE_ENV: "production" });
    const response = await fetch(`${await listening}/v1/home`, ada);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "unauthenticated" });
  });

  test.each(["Production", "prod", "production "])(
    "does not begin as %j, which would let the development user in",
    async (environment) => {
      const { code, complaint } = await start({ NODE_ENV: environment }).ended;
      expect(code).toBe(1);
      expect(complaint).toMatch(/NODE_ENV: /);
    },
  );

  test("lets clients in last: where both ports are taken, it is the operators' that is named", async () => {
    const squatter = createServer();
    const port = String(await listenOnFreePort(squatter));
    const environment = { OPERATOR_TOKEN: "operator-token-of-these-tests-000" };
    const { complaint } = await start({ ...environment, WEB_PORT: port, OPERATOR_PORT: port }).ended;
    squatter.close();
    expect(complaint).toContain(`Port ${port} is taken. Set OPERATOR_PORT to a free one.`);
  });

  test.each([
    ["WEB_PORT", {}],
    ["OPERATOR_PORT", { OPERATOR_TOKEN: "operator-token-of-these-tests-000" }],
  ])("says that the port of %s is taken, and exits 1", async (variable, others) => {
    const squatter = createServer();
    const port = await listenOnFreePort(squatter);
    const { code, complaint } = await start({ [variable]: String(port), ...others }).ended;
    squatter.close();
    expect(code).toBe(1);
    expect(complaint).toBe(`Port ${port} is taken. Set ${variable} to a free one.\n`);
  });

  test.each([
    ["HOST", "198.51.100.1", {}],
    ["HOST", "http://127.0.0.1", {}],
    ["OPERATOR_HOST", "[::1]", { OPERATOR_PORT: "0", OPERATOR_TOKEN: "operator-token-of-these-tests-000" }],
  ])("says that %s=%s is no address of this machine, and exits 1", async (variable, host, others) => {
    const { code, complaint } = await start({ [variable]: host, ...others }).ended;
    expect(code).toBe(1);
    expect(complaint).toBe(
      `${variable} is no address of this machine. Set it to one, or to 0.0.0.0 for all.\n`,
    );
  });

  test.each([
    ["CRM_URL", "localhost:8080/crm"],
    ["ERP_URL", "ftp://erp.example/"],
    ["CATALOG_URL", "http://catalog.example/?tenant=7"],
    ["CATALOG_API_KEY", "from-a-file\n"],
    ["CATALOG_API_KEY", "k\u00f6nig"],
  ])("says that %s=%j cannot be used, and exits 1", async (variable, value) => {
    const { code, complaint } = await start({ [variable]: value }).ended;
    expect(code).toBe(1);
    expect(complaint).toMatch(new RegExp(`\\n  ${variable}: must .+\\n$`));
    expect(complaint).not.toContain(value);
  });

  test("says which variables are missing, and exits 1", async () => {
    const { code, complaint } = await start({ CRM_URL: "", CATALOG_API_KEY: "" }).ended;
    expect(code).toBe(1);
    expect(complaint).toMatch(/CRM_URL[^]*CATALOG_API_KEY/);
    expect(complaint).not.toMatch(/at .*\.ts/);
  });
});
