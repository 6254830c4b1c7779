import { freePort } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { CANARY, clientOf, expectFailure } from "./testing/client-of.ts";
import { plainAnswer, rawServer } from "./testing/raw-server.ts";

const HEAD = `HTTP/1.1 200 OK\r\nx-canary: ${CANARY}\r\n`;

describe("a system that cannot be reached or breaks off is unavailable:", () => {
  test("nobody listens", async () => {
    const origin = `http://127.0.0.1:${await freePort()}`;
    const error = await expectFailure(clientOf({ origin })(), "backend_unavailable");
    expect(error.message).toBe("The connection failed (ECONNREFUSED).");
  });

  test("its name does not exist", async () => {
    await expectFailure(clientOf({ origin: `http://${"x".repeat(64)}.invalid` })(), "backend_unavailable");
  });

  test("it does not finish the TLS handshake in time", async () => {
    const { origin } = await rawServer(() => {});
    const ask = clientOf({ origin: origin.replace("http:", "https:") }, { connectTimeoutMs: 50 });
    await expectFailure(ask(), "backend_unavailable");
  });

  test("it does not speak TLS", async () => {
    const { origin } = await rawServer(
      () => {},
      (socket) => socket.once("data", () => socket.end(`${HEAD}\r\n`)),
    );
    await expectFailure(clientOf({ origin: origin.replace("http:", "https:") })(), "backend_unavailable");
  });

  const partial = {
    "before the head": "",
    "in the middle of the head": HEAD,
    "in the middle of a header": HEAD.slice(0, -4),
    "in the middle of a body of announced length": `${HEAD}content-length: 1000\r\n\r\n${CANARY}`,
    "in the middle of a chunk": `${HEAD}transfer-encoding: chunked\r\n\r\n100\r\n${CANARY}`,
    "in the middle of a chunk, having said it would close": `${HEAD}connection: close\r\ntransfer-encoding: chunked\r\n\r\n100\r\n${CANARY}`,
    "between two chunks": `${HEAD}transfer-encoding: chunked\r\n\r\n10\r\n${CANARY}\r\n`,
    "in the middle of a body, having said it would close": `${HEAD}connection: close\r\ncontent-length: 1000\r\n\r\n${CANARY}`,
  };
  test.each(Object.entries(partial))("it closes the connection %s", async (_, text) => {
    const server = await rawServer((socket) => socket.end(text));
    await expectFailure(clientOf(server)(), "backend_unavailable");
  });
  test.each(Object.entries(partial))("it resets the connection %s", async (_, text) => {
    const server = await rawServer((socket) => {
      if (text === "") socket.resetAndDestroy();
      else socket.write(text, () => socket.resetAndDestroy());
    });
    await expectFailure(clientOf(server)(), "backend_unavailable");
  });

  test.each([
    ["two different lengths", `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nab`],
    ["a length and chunks", `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["the same length twice", `${HEAD}content-length: 2\r\ncontent-length: 2\r\n\r\nab`],
    ["a length with more behind it", `${HEAD}content-length: ${CANARY}\r\n\r\n`],
  ])("it announces %s, which cannot be told from breaking off", async (_, text) => {
    const server = await rawServer((socket) => socket.write(text));
    await expectFailure(clientOf(server)(), "backend_unavailable");
    await server.untilAllClosed();
  });

  test("it closes the connection at once, again and again, and then works", async () => {
    let times = 0;
    const server = await rawServer((socket) => {
      times += 1;
      if (times <= 3) socket.destroy();
      else socket.write(plainAnswer("up"));
    });
    const ask = clientOf(server);
    for (let call = 0; call < 3; call += 1) await expectFailure(ask(), "backend_unavailable");
    await expect(ask()).resolves.toMatchObject({ status: 200 });
  });
});

describe("an answer that is not HTTP breaks the contract:", () => {
  test.each([
    ["garbage", `${CANARY}\0\x01\x02\r\n\r\n`],
    ["another protocol", `220 mail.example ESMTP ${CANARY}\r\n`],
    ["a status that is no number", `HTTP/1.1 OK ${CANARY}\r\n\r\n`],
    ["a control character in a header", `HTTP/1.1 200 OK\r\nx-canary: a\0${CANARY}\r\n\r\n`],
    ["a header without a name", `HTTP/1.1 200 OK\r\n: ${CANARY}\r\n\r\n`],
    ["a length that is no number", `${HEAD}content-length: none, ${CANARY}\r\n\r\n`],
    ["a chunk size that is no number", `${HEAD}transfer-encoding: chunked\r\n\r\n${CANARY}\r\n`],
  ])("%s", async (_, text) => {
    const server = await rawServer((socket) => socket.write(text, "latin1"));
    const error = await expectFailure(clientOf(server)(), "contract_broken");
    expect(error.message).toBe("The answer is not HTTP.");
    await server.untilAllClosed();
  });

  test.each([
    ["in one header", `x-canary: ${CANARY.repeat(2_000)}\r\n`],
    ["in many", `x-canary: ${CANARY}\r\n`.repeat(2_000)],
  ])("more headers than 16 KiB, %s", async (_, headers) => {
    const server = await rawServer((socket) => socket.write(plainAnswer("", headers)));
    await expectFailure(clientOf(server)(), "contract_broken");
    await server.untilAllClosed();
  });
});

describe("what HTTP allows is understood:", () => {
  test.each([
    ["102 Processing", "HTTP/1.1 102 Processing\r\n\r\n"],
    ["103 Early Hints", `HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n`],
    ["several of them", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"],
  ])("%s before the answer", async (_, interim) => {
    const server = await rawServer((socket) => {
      socket.write(interim);
      socket.write(plainAnswer("final", "x-final: yes\r\n"));
    });
    const answer = await clientOf(server)();
    expect(answer).toMatchObject({ status: 200, headers: { "x-final": "yes" } });
    expect(answer.headers).not.toHaveProperty("link");
    expect(Buffer.from(answer.body).toString()).toBe("final");
  });

  test.each([204, 304, 302, 404, 500, 503])("status %i is an answer", async (status) => {
    const server = await rawServer((socket) =>
      socket.write(
        `HTTP/1.1 ${status} Whatever\r\n${status === 204 || status === 304 ? "" : "content-length: 0\r\n"}\r\n`,
      ),
    );
    await expect(clientOf(server)()).resolves.toMatchObject({ status, body: new Uint8Array(0) });
  });

  test("a body that ends with the connection, as in HTTP/1.0", async () => {
    const server = await rawServer((socket) => socket.end("HTTP/1.0 200 OK\r\n\r\nall of it"));
    const { body } = await clientOf(server)();
    expect(Buffer.from(body).toString()).toBe("all of it");
  });

  test("header names in any case, and headers that come twice", async () => {
    const server = await rawServer((socket) =>
      socket.write(plainAnswer("", "Content-TYPE: text/plain\r\nX-Twice: a\r\nx-twice: b\r\n")),
    );
    const { headers } = await clientOf(server)();
    expect(headers).toMatchObject({ "content-type": "text/plain", "x-twice": "a, b" });
  });

  test("an answer in pieces of one byte", async () => {
    const server = await rawServer((socket) => {
      socket.setNoDelay();
      const bytes = plainAnswer("drip drop");
      const drip = (at: number): void => {
        if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setImmediate(drip, at + 1));
      };
      drip(0);
    });
    const { body } = await clientOf(server)();
    expect(Buffer.from(body).toString()).toBe("drip drop");
  });
});

describe("a request", () => {
  test("carries its base path, headers, body, trace and request id, and asks for no compression", async () => {
    const server = await rawServer((socket) => socket.write(plainAnswer("")));
    const ask = clientOf({ origin: `${server.origin}/legacy/` });
    const trace = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", sampled: true };
    await ask(
      { method: "POST", path: "/orders?open=1", headers: { "x-api-key": "key" }, body: "<äöü/>" },
      { trace, requestId: "request-1" },
    );
    const head = server.heads[0] ?? "";
    expect(head).toMatch(/^POST \/legacy\/orders\?open=1 HTTP\/1\.1\r\n/);
    for (const line of [
      "x-api-key: key",
      "content-length: 9",
      `traceparent: 00-${trace.traceId}-${trace.spanId}-01`,
      "x-request-id: request-1",
    ]) {
      expect(head.split("\r\n")).toContain(line);
    }
    expect(head).not.toMatch(/accept-encoding/i);
  });

  test.each([
    ["", "/"],
    ["/legacy", "/legacy"],
    ["/legacy/", "/legacy/"],
    ["/legacy/orders?client=100", "/legacy/orders?client=100"],
  ])("to %j with an empty path goes to that very address: %s", async (base, target) => {
    const server = await rawServer((socket) => socket.write(plainAnswer("")));
    await clientOf({ origin: server.origin + base })({ path: "" });
    expect(server.heads[0]).toContain(`GET ${target} HTTP/1.1\r\n`);
  });

  test.each([
    ["a line break in a header", { headers: { "x-api-key": "a\r\nx-admin: yes" } }],
    ["a header name with a space", { headers: { "x key": "a" } }],
    ["a space in the path", { path: "/a b HTTP/1.1" }],
    ["a line break in the path", { path: "/a\r\nx-admin: yes" }],
    ["an expectation", { headers: { expect: "100-continue" } }],
  ])("with %s is a bug of ours and is not sent", async (_, request) => {
    const server = await rawServer((socket) => socket.write(plainAnswer("")));
    const ask = clientOf(server);
    await expect(ask(request)).rejects.toThrow(
      new TypeError("The path or a header of this request cannot be written as HTTP."),
    );
    await ask();
    expect(server.heads).toHaveLength(1);
  });

  test("over TLS offers HTTP/1.1 and nothing newer", async () => {
    const hello = Promise.withResolvers<string>();
    const { origin } = await rawServer(
      () => {},
      (socket) => socket.once("data", (bytes) => hello.resolve(bytes.toString("latin1"))),
    );
    void clientOf({ origin: origin.replace("http:", "https:") })();
    // Protocols as TLS lists them: each behind its length.
    await expect(hello.promise).resolves.toContain("\x08http/1.1");
    await expect(hello.promise).resolves.not.toContain("\x02h2");
  });

  test("reuses connections", async () => {
    const server = await rawServer((socket) => socket.write(plainAnswer("ok")));
    const ask = clientOf(server);
    for (let call = 0; call < 20; call += 1) await ask();
    // undici rests a connection for a turn of the event loop after each answer: two take turns.
    expect(server.sockets.length).toBeLessThanOrEqual(2);
  });
});
