import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { Hono } from "hono";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createBff } from "../app.ts";
import { developmentUser } from "../edge/identity.ts";
import { screensOver } from "../screen/screen.ts";
import { type RunningServer, serve } from "./serve.ts";

const echo = screensOver<object>()("/echo", {
  name: "echo",
  summary: "Echo",
  budgetMs: 1_000,
  query: z.object({ q: z.string().optional() }),
}).required("ok", { schema: z.boolean(), example: true, from: [], load: async () => true });

const app = createBff({
  service: { name: "test" },
  info: { title: "Test", version: "1.0.0", description: "A test" },
  screens: [echo],
  ports: {},
  authenticate: developmentUser({ allowed: true }),
  metrics: async () => "",
  ready: () => true,
});

let server: RunningServer | undefined;
afterEach(() => server?.drain(0));

async function start(served: Hono<never> = app as never): Promise<RunningServer> {
  server = await serve(served as never, { host: "127.0.0.1", port: 0 });
  return server;
}

/** Sends the bytes as they are and reads until the server closes. */
async function exchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.end(bytes);
  let answer = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (answer += chunk));
  await once(socket, "close");
  return answer;
}

const get = (path: string, headers = "") =>
  `GET ${path} HTTP/1.1\r\nhost: portico.test\r\nx-portico-user: 100001\r\nconnection: close\r\n${headers}\r\n`;

describe("the size of a request is bounded", () => {
  const urlOf = (bytes: number) => `/echo?q=${"a".repeat(bytes - "/echo?q=".length)}`;

  test.each([
    [8 * 1024 - 1, 200],
    [8 * 1024, 200],
    [8 * 1024 + 1, 414],
    [20 * 1024, 414],
    [200 * 1024, 414],
  ])("a URL of %i bytes: %i", async (bytes, status) => {
    const { url } = await start();
    const answer = await exchange(url, get(urlOf(bytes)));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status === 414) expect(answer).toContain('"code":"uri_too_long"');
  });

  const ownHeaders = "host: portico.test\r\nx-portico-user: 100001\r\nconnection: close\r\n".length;
  const headersOf = (bytes: number) =>
    `x-fill: ${"a".repeat(bytes - ownHeaders - "x-fill: \r\n".length)}\r\n`;

  test.each([
    [16 * 1024 - 1, 200],
    [16 * 1024, 200],
    [16 * 1024 + 1, 431],
    [100 * 1024, 431],
  ])("a header block of %i bytes: %i", async (bytes, status) => {
    const { url } = await start();
    const answer = await exchange(url, get("/echo", headersOf(bytes)));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status === 431) expect(answer).toContain('"code":"headers_too_large"');
  });

  test.each([
    [99, 200],
    [100, 200],
    [101, 431],
    [1_500, 431],
  ])("%i headers: %i", async (count, status) => {
    const { url } = await start();
    const fill = Array.from({ length: count - 3 }, (_, i) => `h${i}: v\r\n`).join("");
    expect(await exchange(url, get("/echo", fill))).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});

test("what is not HTTP is answered with a problem and a closed connection", async () => {
  const { url } = await start();
  const answer = await exchange(url, "\x16\x03\x01 this is a TLS hello\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"code":"invalid_request"');
});

test("draining finishes what is in flight, closes idle connections and takes no new ones", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const slow = new Hono().get("/slow", async (c) => {
    arrive();
    await released;
    return c.text("done");
  });
  const { url, drain } = await start(slow as never);

  const inFlight = new Promise<string>((resolve, reject) => {
    request(`${url}/slow`, { headers: { connection: "keep-alive" } }, (response) => {
      response.setEncoding("utf8").on("data", resolve);
    })
      .on("error", reject)
      .end();
  });
  await arrived;
  const drained = drain(10_000);
  const { hostname, port } = new URL(url);
  const late = connect({ host: hostname, port: Number(port) });
  await expect(once(late, "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  release();
  expect(await inFlight).toBe("done");
  await drained;
});

test("a client that leaves aborts its own request's signal", async () => {
  const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const hanging = new Hono().get("/", (c) => {
    c.req.raw.signal.addEventListener("abort", () => abort());
    arrive();
    return new Promise<Response>(() => {});
  });
  const { url } = await start(hanging as never);
  const leaving = request(url).on("error", () => {});
  leaving.end();
  await arrived;
  leaving.destroy();
  await expect(aborted).resolves.toBeUndefined();
});
