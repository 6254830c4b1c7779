import { once } from "node:events";
import { connect } from "node:net";
import { Client } from "undici";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createGreeter } from "./greeter.fixture.ts";
import { type FetchServer, serveFetch } from "./serve-fetch.ts";

let greeter: ReturnType<typeof createGreeter>;
let server: FetchServer;
let client: Client;

beforeEach(async () => {
  greeter = createGreeter();
  server = await serveFetch(greeter.fetch, { bodyBytesMax: 1_000 });
  client = new Client(server.origin);
});
afterEach(async () => {
  await client.destroy();
  await server.close();
});

const ask = async (): Promise<{ status: number; type: unknown; length: unknown; body: string }> => {
  const { statusCode, headers, body } = await client.request({ path: "/ada", method: "GET" });
  return {
    status: statusCode,
    type: headers["content-type"],
    length: headers["content-length"],
    body: await body.text(),
  };
};

describe("a simulator on a real port, seen by undici", () => {
  test("healthy: status, headers and every byte arrive", async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ status: 200, type: "text/plain; charset=utf-8", length: "65536" });
    expect(answer.body).toHaveLength(65_536);
  });

  test("the request's method, path, headers and body arrive", async () => {
    const echo = await serveFetch(async (request) =>
      Response.json([request.method, request.url, request.headers.get("x-two"), await request.text()]),
    );
    const { body } = await new Client(echo.origin).request({
      path: "/a%20b?c=d&c=e",
      method: "PUT",
      headers: ["X-Two", "1", "X-Two", "2"],
      body: "größer",
    });
    expect(await body.json()).toEqual(["PUT", `${echo.origin}/a%20b?c=d&c=e`, "1, 2", "größer"]);
    await echo.close();
  });

  test("refuses: the connection is reset before any byte", async () => {
    greeter.switchTo({ name: "refuses" });
    await expect(ask()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(greeter.calls().total).toBe(1);
  });

  test("resets-mid-body: headers and half of the body arrive, then the connection is reset", async () => {
    greeter.switchTo({ name: "resets-mid-body" });
    const { statusCode, headers, body } = await client.request({ path: "/ada", method: "GET" });
    expect([statusCode, headers["content-length"]]).toEqual([200, "65536"]);
    let bytes = 0;
    const reading = (async () => {
      for await (const chunk of body as AsyncIterable<Buffer>) bytes += chunk.byteLength;
    })();
    await expect(reading).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(bytes).toBe(32_768);
  });

  test("truncated: half of the body, and HTTP sees nothing wrong", async () => {
    greeter.switchTo({ name: "truncated" });
    const answer = await ask();
    expect(answer).toMatchObject({ status: 200, length: "32768" });
    expect(answer.body).toHaveLength(32_768);
  });

  test("malformed: the same length, other bytes", async () => {
    greeter.switchTo({ name: "malformed" });
    const answer = await ask();
    expect(answer.body).toHaveLength(65_536);
    expect(answer.body).not.toMatch(/^Hello/);
  });

  test("wrong-content-type: an HTML page with status 200", async () => {
    greeter.switchTo({ name: "wrong-content-type" });
    expect(await ask()).toMatchObject({ status: 200, type: "text/html; charset=utf-8" });
  });

  test("fault: the system's own error", async () => {
    greeter.switchTo({ name: "fault" });
    expect(await ask()).toMatchObject({ status: 500, body: "internal error" });
  });

  test("slow: the answer comes", async () => {
    greeter.switchTo({ name: "slow", delayMs: 20 });
    expect((await ask()).status).toBe(200);
  });

  test("intermittent: some calls are reset, the others answered, in a fixed order", async () => {
    greeter.switchTo({ name: "intermittent", percent: 50, seed: 7 });
    const run = async (): Promise<string> => {
      greeter.switchTo({ name: "intermittent", percent: 50, seed: 7 });
      let seen = "";
      for (let call = 0; call < 12; call += 1) {
        seen += await ask().then(
          () => ".",
          () => "x",
        );
      }
      return seen;
    };
    const first = await run();
    expect(first).toMatch(/x/);
    expect(first).toMatch(/\./);
    expect(await run()).toBe(first);
  });

  test("hangs: no answer comes, and when the client leaves the call ends", async () => {
    greeter.switchTo({ name: "hangs" });
    const caller = new AbortController();
    const answer = client.request({ path: "/ada", method: "GET", signal: caller.signal });
    answer.catch(() => undefined);
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(1));
    caller.abort();
    await expect(answer).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(0));
  });
});

describe("the server itself", () => {
  test.each([
    [1_000, 200],
    [1_001, 413],
  ])("a body of %i bytes is answered with %i", async (bytes, status) => {
    const { statusCode } = await client.request({ path: "/", method: "POST", body: "x".repeat(bytes) });
    expect(statusCode).toBe(status);
    expect(greeter.calls().total).toBe(status === 200 ? 1 : 0);
  });

  test("a target that is no URL is answered with 400", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.end("GET / HTTP/1.1\r\nHost: not a host\r\nConnection: close\r\n\r\n");
    const [head] = (await once(socket, "data")) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  });

  test("close drops a hanging call, and the port is free again", async () => {
    greeter.switchTo({ name: "hangs" });
    const answer = ask();
    answer.catch(() => undefined);
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(1));
    await server.close();
    await expect(answer).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(0));
    server = await serveFetch(greeter.fetch, { port: server.port });
  });

  test("a taken port rejects with EADDRINUSE", async () => {
    await expect(serveFetch(greeter.fetch, { port: server.port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});
