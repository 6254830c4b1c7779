import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { events, type Priority, type RequestEvent } from "@portico/core";
import { fakeClock, listenOnFreePort } from "@portico/core/testing";
import { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { createBff } from "../app.ts";
import { screensOver } from "../screen/screen.ts";
import { serve } from "../server/serve.ts";
import { testBff } from "../testing/test-bff.ts";
import { type Asking, loadShedding } from "./load-shedding.ts";
import { screenGate } from "./screen-gate.ts";

const RANKS: readonly Priority[] = ["interactive", "background", "agent"];
const service = { name: "test" };

const thing = screensOver<{ readonly find: (leftMs: number, rank?: Priority) => Promise<string> }>()(
  "/v1/things/{id}",
  { name: "thing", summary: "A thing", budgetMs: 1_000, path: z.object({ id: z.string() }) },
).required("thing", {
  schema: z.string(),
  example: "a thing",
  from: ["find"],
  load: ({ find }, { call }) => find(call.deadlineMs - call.clock.now(), call.priority),
});

/** A BFF on a port, and what becomes of those who ask for a screen. */
async function gated(admit: (asking: Asking) => void) {
  const clock = fakeClock();
  const asked: { readonly leftMs: number; readonly rank: Priority | undefined }[] = [];
  const app = createBff({
    ...testBff,
    service,
    screens: [thing],
    ports: {
      find: async (leftMs: number, rank?: Priority) => {
        asked.push({ leftMs, rank });
        return "a thing";
      },
    },
    clock,
  });
  const gate = screenGate(service, [thing], { admit, accepted: () => {} }, clock);
  const server = await serve(app, { service, host: "127.0.0.1", port: 0, gate });
  onTestFinished(() => server.drain(0));
  return {
    clock,
    asked,
    get: (path: string, headers: Record<string, string> = {}) =>
      fetch(server.url + path, { headers: { "x-portico-user": "100001", ...headers } }),
  };
}

/** How long a page of a busy process keeps the processor. */
const PAGE_MS = 2;

/** The next report of a request. */
const reported = () =>
  new Promise<RequestEvent>((resolve) => {
    const stop = events.request.subscribe((event) => {
      stop();
      resolve(event);
    });
  });

const refuseAll = ({ refuse }: Asking) => refuse();

test("who is refused gets a 503 that says when to come back, and nobody is asked for it", async () => {
  const { asked, get } = await gated(refuseAll);
  const response = await get("/v1/things/1", { "x-request-id": "my-own-request" });
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(Number(response.headers.get("retry-after"))).toBeLessThanOrEqual(3);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("x-request-id")).toBe("my-own-request");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await response.json()).toMatchObject({
    code: "overloaded",
    status: 503,
    requestId: "my-own-request",
  });
  expect(asked).toEqual([]);
});

test("those who are refused together are not told to come back together", async () => {
  const { get } = await gated(refuseAll);
  const refusals = await Promise.all(Array.from({ length: 20 }, () => get("/v1/things/1")));
  const told = await Promise.all(
    refusals.map(async (refusal) => ((await refusal.json()) as { retryAfterMs: number }).retryAfterMs),
  );
  expect(new Set(told).size).toBeGreaterThan(10);
  for (const ms of told) expect(ms).toBeGreaterThanOrEqual(1_000);
});

test("a refusal is reported like any answer", async () => {
  const { get } = await gated(refuseAll);
  const report = reported();
  await get("/v1/things/1?a=b");
  expect(await report).toMatchObject({
    service,
    method: "GET",
    route: "/v1/things/{id}",
    status: 503,
    problem: "overloaded",
  });
});

test("a refusal of a path that is none is reported as such, and not by what the client called it", async () => {
  const { get } = await gated(refuseAll);
  const report = reported();
  await get("/v1/no-such-page/4711");
  expect(await report).toMatchObject({ route: "unmatched", status: 503 });
});

test("what keeps the process alive and shows how it is, is always answered", async () => {
  const { get } = await gated(refuseAll);
  for (const path of ["/health/live", "/health/ready", "/health/ready?verbose", "/metrics"]) {
    expect({ path, status: (await get(path)).status }).toEqual({ path, status: 200 });
  }
});

test("a client may step back behind the others, none forward, and its rank goes on to the systems", async () => {
  const ranks: Priority[] = [];
  const { asked, get } = await gated(({ rank, enter }) => {
    ranks.push(rank);
    enter();
  });
  for (const rank of [...RANKS, "urgent"]) await get("/v1/things/1", { "x-portico-priority": rank });
  await get("/v1/things/1");
  expect(ranks).toEqual([...RANKS, "interactive", "interactive"]);
  expect(asked.map(({ rank }) => rank)).toEqual(ranks);
});

test("the budget of a page that waited for its turn counts from its arrival", async () => {
  const arrived = Promise.withResolvers<Asking>();
  const { asked, clock, get } = await gated(arrived.resolve);
  const answer = get("/v1/things/1");
  const { enter } = await arrived.promise;
  await clock.advance(400);
  enter();
  expect((await answer).status).toBe(200);
  expect(asked[0]?.leftMs).toBe(575);
});

test("nobody is asked for a client that left while it waited", async () => {
  const arrived = Promise.withResolvers<readonly [Asking, ServerResponse]>();
  let entered = 0;
  const server = createServer((incoming, outgoing) => {
    const admit = (asking: Asking) => arrived.resolve([asking, outgoing]);
    const gate = screenGate(service, [thing], { admit, accepted: () => {} });
    gate.request(incoming, outgoing, () => void (entered += 1));
  });
  onTestFinished(() => void server.close());
  const client = connect(await listenOnFreePort(server), "127.0.0.1");
  client.write("GET /v1/things/1 HTTP/1.1\r\nhost: test\r\n\r\n");
  const [{ enter }, outgoing] = await arrived.promise;
  const left = once(outgoing, "close");
  client.destroy();
  await left;
  const report = reported();
  enter();
  expect(entered).toBe(0);
  expect(await report).toMatchObject({ status: 499, route: "/v1/things/{id}", problem: undefined });
});

test("who comes on a connection of its own is refused as soon as the others", async () => {
  const shedding = loadShedding({ alarmMs: 10 * PAGE_MS, waitMsMax: 10 * PAGE_MS });
  const gate = screenGate(service, [thing], shedding);
  const app = new Hono().get("/v1/things/:id", (c) => {
    for (const untilMs = performance.now() + PAGE_MS; performance.now() < untilMs;);
    return c.text("a thing");
  });
  const server = await serve(app as never, { service, host: "127.0.0.1", port: 0, gate });
  onTestFinished(() => server.drain(0));
  const statuses = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const asking = request(`${server.url}/v1/things/1`, { agent: false }).end();
      const [answer] = (await once(asking, "response")) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
});
