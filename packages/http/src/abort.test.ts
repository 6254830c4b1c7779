import { getEventListeners } from "node:events";
import { BackendTimeout, CallCancelled } from "@portico/core";
import { describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { clientOf, expectFailure } from "./testing/client-of.ts";
import { plainAnswer, rawServer } from "./testing/raw-server.ts";
import { testCall } from "@portico/core/testing";

const reason = new CallCancelled("The client left.");

describe("a caller that leaves", () => {
  test("before asking sends nothing", async () => {
    const server = await rawServer((socket) => socket.write(plainAnswer("")));
    const ask = clientOf(server);
    await expect(ask({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.sockets).toHaveLength(0);
  });

  test.each([
    ["while the system is silent", ""],
    ["in the middle of the head", "HTTP/1.1 200 OK\r\nx-a: b"],
    ["in the middle of the body", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc"],
  ])("%s closes the connection, and the system notices", async (_, sent) => {
    const server = await rawServer((socket) => void socket.write(sent));
    const caller = new AbortController();
    const answer = clientOf(server)({}, { signal: caller.signal });
    await server.untilAsked(1);
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    await server.untilAllClosed();
  });

  test("while an answer drips without end stops it", async () => {
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      const drip = (): void => {
        if (!socket.destroyed) socket.write("1\r\nx\r\n", () => setImmediate(drip));
      };
      drip();
    });
    const caller = new AbortController();
    const answer = clientOf(server)({}, { signal: caller.signal });
    await server.untilAsked(1);
    caller.abort(new BackendTimeout("No answer within 1000 ms."));
    await expectFailure(answer, "backend_timeout");
    await server.untilAllClosed();
  });

  test("while the connection is being made need not wait for it", async () => {
    const server = await rawServer(() => {});
    const ask = clientOf({ origin: server.origin.replace("http:", "https:") }, { connectTimeoutMs: 60_000 });
    const caller = new AbortController();
    const answer = ask({}, { signal: caller.signal });
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  test("while waiting for a connection is never sent, and costs those behind no connection", async () => {
    const server = await rawServer((socket, head) => {
      if (!head.includes("/first")) socket.write(plainAnswer("ok"));
    });
    const ask = clientOf(server, { connectionsMax: 1 });
    const first = ask({ path: "/first" });
    await server.untilAsked(1);
    const callers = Array.from({ length: 5 }, () => new AbortController());
    const left = callers.map(({ signal }) => ask({ path: "/left" }, { signal }));
    const last = ask({ path: "/last" });
    for (const caller of callers) caller.abort(reason);
    for (const answer of left) await expect(answer).rejects.toBe(reason);

    server.sockets[0]?.write(plainAnswer("first"));
    await Promise.all([first, last]);
    expect(server.heads.map((head) => head.split(" ")[1])).toEqual(["/first", "/last"]);
    expect(server.sockets).toHaveLength(1);
  });

  test("without a reason of the closed list gets one of it", async () => {
    const server = await rawServer(() => {});
    const caller = new AbortController();
    const answer = clientOf(server)({}, { signal: caller.signal });
    await server.untilAsked(1);
    caller.abort();
    await expectFailure(answer, "call_cancelled");
  });

  test("after the answer harms nobody", async () => {
    const server = await rawServer((socket) => socket.write(plainAnswer("ok")));
    const ask = clientOf(server, { connectionsMax: 1 });
    const caller = new AbortController();
    await ask({}, { signal: caller.signal });
    caller.abort(reason);
    await ask();
    expect(server.sockets).toHaveLength(1);
  });
});

test("no listener is left on the caller's signal, however the call ended", async () => {
  const caller = new AbortController();
  const { signal } = caller;
  const server = await rawServer((socket, head) => {
    if (head.includes("/ok")) socket.write(plainAnswer("ok"));
    if (head.includes("/reset")) socket.resetAndDestroy();
    if (head.includes("/garbage")) socket.write("garbage\r\n\r\n");
    if (head.includes("/large")) socket.write(plainAnswer("x".repeat(101)));
  });
  const ask = clientOf(server, { bodyBytesMax: 100 });
  for (const path of ["/ok", "/reset", "/garbage", "/large", "/not HTTP"]) {
    await Promise.allSettled([ask({ path }, { signal })]);
    expect({ path, listeners: getEventListeners(signal, "abort") }).toEqual({ path, listeners: [] });
  }
  const hanging = ask({ path: "/hangs" }, { signal });
  await server.untilAsked(5);
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  caller.abort(reason);
  await expect(hanging).rejects.toBe(reason);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

describe("closing the client", () => {
  test("ends calls under way and calls that wait, and refuses new ones", async () => {
    const server = await rawServer(() => {});
    const client = createHttpClient({ url: server.origin, connectionsMax: 1 });
    const ask = () => client.request({ method: "GET", path: "/" }, testCall());
    const answers = [ask(), ask()];
    for (const answer of answers) answer.catch(() => {});
    await server.untilAsked(1);
    await client.close();
    for (const answer of answers) await expectFailure(answer, "backend_unavailable");
    await expectFailure(ask(), "backend_unavailable");
    await server.untilAllClosed();
    expect(server.heads).toHaveLength(1);
  });

  test("twice is closing once", async () => {
    const client = createHttpClient({ url: "http://127.0.0.1:1" });
    await client.close();
    await expect(client.close()).resolves.not.toThrow();
  });
});
