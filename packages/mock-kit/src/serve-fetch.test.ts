import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { Client } from "undici";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createGreeter } from "./testing/greeter.ts";
import { type FetchServer, serveFetch } from "./serve-fetch.ts";

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);
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

describe("a fetch handler on a real port", () => {
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

  test.each([
    [1_000, 200],
    [1_001, 413],
  ])("a body of %i bytes is answered with %i", async (bytes, status) => {
    const { statusCode } = await client.request({ path: "/", method: "POST", body: "x".repeat(bytes) });
    expect(statusCode).toBe(status);
    expect(greeter.calls().total).toBe(status === 200 ? 1 : 0);
  });

  test("a body of 1 MiB is taken where nothing else was said, and not a byte more", async () => {
    const roomy = await serveFetch(greeter.fetch);
    const asker = new Client(roomy.origin);
    const post = async (bytes: number) => {
      const request = { path: "/", method: "POST", body: Buffer.alloc(bytes) } as const;
      const { statusCode, headers, body } = await asker.request(request);
      await body.dump();
      return [statusCode, headers["connection"]];
    };
    expect(await post(1_048_576)).toEqual([200, "keep-alive"]);
    expect(await post(1_048_577)).toEqual([413, "close"]);
    await asker.destroy();
    await roomy.close();
  });

  test.runIf(hasIpv6)("it stands on IPv6, with an origin that is a URL", async () => {
    const six = await serveFetch(greeter.fetch, { host: "::1" });
    expect(six.origin).toBe(`http://[::1]:${six.port}`);
    expect((await fetch(`${six.origin}/ada`)).status).toBe(200);
    await six.close();
  });

  test("a client of HTTP/1.0 that names no host asks localhost", async () => {
    const echo = await serveFetch(async ({ url }) => new Response(url));
    const socket = connect(echo.port, "127.0.0.1");
    socket.write("GET /a HTTP/1.0\r\n\r\n");
    let said = "";
    socket.on("data", (bytes) => (said += bytes.toString()));
    await once(socket, "end");
    expect(said).toMatch(/http:\/\/localhost\/a$/);
    socket.destroy();
    await echo.close();
  });

  test("who was answered did not go away", async () => {
    const signals: AbortSignal[] = [];
    const noting = await serveFetch(async ({ signal }) => {
      signals.push(signal);
      return new Response("x");
    });
    const asker = new Client(noting.origin);
    for (let i = 0; i < 2; i += 1) {
      const { body } = await asker.request({ path: "/", method: "GET" });
      await body.text();
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    await asker.destroy();
    await noting.close();
  });

  test("a handler that rejects is answered with 500 and the reason", async () => {
    const broken = await serveFetch(() => Promise.reject(new Error("a bug of ours")));
    const { statusCode, body } = await new Client(broken.origin).request({ path: "/", method: "GET" });
    expect([statusCode, await body.text()]).toEqual([500, "Defect in the handler: Error: a bug of ours\n"]);
    await broken.close();
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
    const answer = client.request({ path: "/ada", method: "GET" });
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
