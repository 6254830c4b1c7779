import { once } from "node:events";
import { request, type Server } from "node:http";
import { connect } from "node:net";
import { events, type RequestEvent } from "@portico/core";
import { Hono } from "hono";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createBff } from "../app.ts";
import type { Bindings } from "../edge/edge.ts";
import { screensOver } from "../screen/screen.ts";
import { testBff } from "../testing/test-bff.ts";
import { type RunningServer, serve } from "./serve.ts";

const echo = screensOver<object>()("/echo", {
  name: "echo",
  summary: "Echo",
  budgetMs: 1_000,
  query: z.object({ q: z.string().optional() }),
}).required("ok", { schema: z.boolean(), example: true, from: [], load: async () => true });

const app = createBff({ ...testBff, screens: [echo], ports: {} });

let server: RunningServer | undefined;
afterEach(() => server?.drain(0));

async function start(served: Hono<never> = app as never): Promise<RunningServer> {
  server = await serve(served as never, { service: { name: "test" }, host: "127.0.0.1", port: 0 });
  return server;
}

/** Sends the bytes as they are and reads until the server closes. */
async function exchange(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  // Not ended: a server need not answer one who has hung up, and what takes a moment would be too late.
  socket.write(bytes);
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

describe("what is no request gets a problem all the same", () => {
  test.each([
    ["bytes of another protocol", "\x16\x03\x01 this is a TLS hello\r\n\r\n"],
    ["an unknown method", "get /echo HTTP/1.1\r\nhost: a\r\n\r\n"],
    ["a length and a transfer encoding", get("/echo", "content-length: 5\r\ntransfer-encoding: chunked\r\n")],
    ["a header line that is folded", get("/echo", "x-a: b\r\n c\r\n")],
    ["no host", "GET /echo HTTP/1.1\r\nconnection: close\r\n\r\n"],
    ["two hosts", get("/echo", "Host: other.test\r\n")],
    ["a body that is not in chunks at last", get("/echo", "transfer-encoding: chunked, gzip\r\n")],
    ["a body that is in no chunks at all", get("/echo", "transfer-encoding: gzip\r\n")],
    ["a body in something that ends like chunks", get("/echo", "transfer-encoding: xchunked\r\n")],
    [
      "a body without chunks, to one who would keep the connection",
      "GET /echo HTTP/1.1\r\nhost: portico.test\r\nx-portico-user: 100001\r\ntransfer-encoding: gzip\r\n\r\n",
    ],
    ["a host that is none", "GET /echo HTTP/1.1\r\nhost: a/b\r\nconnection: close\r\n\r\n"],
    ["no path", get("*")],
    ["a backslash in the path", get("/ec\\ho")],
  ])("%s: 400", async (_, bytes) => {
    const { url } = await start();
    const answer = await exchange(url, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain("content-type: application/problem+json\r\n");
    expect(answer).toContain("cache-control: no-store\r\n");
    expect(answer).toContain('"code":"invalid_request"');
    const [, requestId] = /x-request-id: (.+)\r\n/.exec(answer) ?? [];
    expect(answer).toContain(`"requestId":"${requestId}"`);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test("and is reported under the request id it was told", async () => {
    const seen: RequestEvent[] = [];
    const stop = events.request.subscribe((event) => void seen.push(event));
    const { url } = await start();
    const answer = await exchange(url, "nonsense\r\n\r\n");
    stop();
    expect(seen).toMatchObject([{ service: { name: "test" }, status: 400, problem: "invalid_request" }]);
    expect(answer).toContain(`x-request-id: ${seen[0]?.requestId}\r\n`);
  });

  test("a tunnel is refused, also to one who resets the connection, and never before an answer that is owed", async () => {
    const { url } = await start();
    const tunnel = "CONNECT portico.test:443 HTTP/1.1\r\nhost: portico.test\r\n\r\n";
    expect(await exchange(url, tunnel)).toMatch(/^HTTP\/1\.1 405 [^]*"code":"method_not_allowed"/);
    const resetting = connect(Number(new URL(url).port), "127.0.0.1");
    resetting.write(tunnel);
    await once(resetting, "data");
    resetting.resetAndDestroy();
    const both = await exchange(url, get("/echo").replace("connection: close\r\n", "") + tunnel);
    expect(both).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(both.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  test("but never in the place of the answer to a request before it on the connection", async () => {
    const { promise: refused, resolve: refuse } = Promise.withResolvers<void>();
    const slow = new Hono<Bindings>().get("/slow", async (c) => {
      const socket = c.env.incoming?.socket as { server?: Server } | undefined;
      socket?.server?.once("clientError", () => setImmediate(refuse));
      await refused;
      return c.text("done");
    });
    const { url } = await start(slow as never);
    const answer = await exchange(url, "GET /slow HTTP/1.1\r\nhost: a\r\n\r\nGARBAGE\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*done$/);
  });
});

test("HEAD has the headers of GET, its content length included", async () => {
  const { url } = await start();
  const headersOf = (answer: string) =>
    answer
      .split("\r\n\r\n")[0]
      ?.split("\r\n")
      .filter((line) => !/^(date|x-request-id):/i.test(line))
      .toSorted();
  for (const path of ["/echo", "/docs", "/openapi.json", "/health/live", "/nowhere", "/echo?unknown=1"]) {
    const full = await exchange(url, get(path));
    const head = await exchange(url, get(path).replace("GET", "HEAD"));
    expect(headersOf(head)).toEqual(headersOf(full));
    expect(head.endsWith("\r\n\r\n")).toBe(true);
    expect(head).toMatch(/content-length: [1-9]/);
  }
});

test("a health check in HTTP/1.0 needs no host", async () => {
  const { url } = await start();
  expect(await exchange(url, "GET /health/live HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
});

test("who waits for leave to go on, behind another request, never finds it inside an answer", async () => {
  const { url } = await start();
  const first = get("/echo").replace("connection: close\r\n", "");
  const answer = await exchange(url, first + get("/echo", "expect: 100-continue\r\n"));
  const leave = /(?:HTTP\/1\.1 100 Continue\r\n\r\n)?/.source;
  const page = /HTTP\/1\.1 200 OK\r\n(?:[^\r]+\r\n)+\r\n\{"ok":true,"sectionStates":\{\}\}/.source;
  expect(answer).toMatch(new RegExp(`^${page}${leave}${page}$`));
});

test("an expectation nobody knows is passed over", async () => {
  const { url } = await start();
  expect(await exchange(url, get("/echo", "expect: tea\r\n"))).toMatch(/^HTTP\/1\.1 200 /);
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
  await new Promise(setImmediate);
  const { hostname, port } = new URL(url);
  const late = connect({ host: hostname, port: Number(port) });
  await expect(once(late, "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  release();
  expect(await inFlight).toBe("done");
  await drained;
});

test("requests that come all at once are each answered, in their order", async () => {
  const { url } = await start();
  const many = Array.from({ length: 40 }, (_, i) => `/echo?unknown${i}=1`);
  const asked = many.map((path) => get(path).replace("connection: close\r\n", "")).join("");
  const answer = await exchange(url, asked + get("/echo"));
  expect(answer.match(/(?<="field":"query\.)unknown\d+/g)).toEqual(many.map((path) => path.slice(6, -2)));
  expect(answer).toMatch(/HTTP\/1\.1 200 OK\r\n[^]*"ok":true[^]*$/);
});

test("a server that leaves goes on answering, and each answer closes its connection", async () => {
  const { url, leave } = await start();
  const keepAlive = "GET /echo HTTP/1.1\r\nhost: portico.test\r\nx-portico-user: 100001\r\n\r\n";
  leave();
  const answer = await exchange(url, keepAlive);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
});

describe("a client that leaves aborts its own request's signal", () => {
  test.each([
    ["when it has said all it had to say", "GET / HTTP/1.1\r\nhost: a\r\n\r\n"],
    ["in the middle of its next request", "GET / HTTP/1.1\r\nhost: a\r\n\r\nGET /ne"],
    ["in the middle of a body", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf"],
  ])("%s", async (_, bytes) => {
    const { promise: aborted, resolve: abort } = Promise.withResolvers<void>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const hanging = new Hono().all("/", (c) => {
      c.req.raw.signal.addEventListener("abort", () => abort());
      arrive();
      return new Promise<Response>(() => {});
    });
    const { url } = await start(hanging as never);
    const leaving = connect(Number(new URL(url).port), "127.0.0.1");
    leaving.write(bytes);
    await arrived;
    leaving.destroy();
    await expect(aborted).resolves.toBeUndefined();
  });
});
