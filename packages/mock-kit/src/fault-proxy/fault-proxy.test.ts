import { gunzipSync } from "node:zlib";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { once } from "node:events";
import { fakeClock } from "@portico/core/testing";
import { describe, expect, test, vi } from "vitest";
import type { FaultInput } from "./fault.ts";
import { ask, proxiedGreeter, rawAnswer } from "./testing/proxied-greeter.ts";

describe("while all is well", () => {
  test("a question and its answer pass as they are, over one connection", async () => {
    const { proxy, client, ask: askProxy, greeter } = await proxiedGreeter();
    const bytes = Buffer.alloc(100_000, "x");
    for (let i = 0; i < 3; i += 1) {
      const { status, headers, body } = await askProxy({ method: "POST", body: bytes });
      expect([status, headers["content-length"], body.length]).toEqual([200, "65536", 65_536]);
      expect(body.toString()).toMatch(/^Hello ada100000\./);
    }
    expect((await ask(client, { method: "HEAD" })).status).toBe(200);
    expect(greeter.calls().total).toBe(4);
    expect(proxy.report()).toEqual({
      total: 4,
      byOperation: { passed: 4 },
      inFlight: 0,
      inFlightMax: 1,
      connections: 1,
      connectionsOpen: 1,
    });
  });

  test("a client that leaves takes its question with it", async () => {
    const { proxy, ask: askProxy, greeter } = await proxiedGreeter();
    greeter.switchTo({ name: "hangs" });
    const caller = new AbortController();
    const answer = askProxy({ signal: caller.signal });
    answer.catch(() => {});
    await vi.waitFor(() => expect([greeter.calls().inFlight, proxy.report().inFlight]).toEqual([1, 1]));
    caller.abort();
    await expect(answer).rejects.toMatchObject({ name: "AbortError" });
    await vi.waitFor(() => expect([greeter.calls().inFlight, proxy.report().inFlight]).toEqual([0, 0]));
  });

  test("a client that says goodbye while it waits leaves no connection behind", async () => {
    const { proxy, greeter } = await proxiedGreeter({ kind: "hang" });
    const socket = connect(proxy.port, "127.0.0.1");
    socket.write("GET /ada HTTP/1.1\r\nhost: x\r\n\r\n");
    await vi.waitFor(() => expect(greeter.calls().total).toBe(1));
    socket.end();
    await vi.waitFor(() => expect(proxy.report()).toMatchObject({ inFlight: 0, connectionsOpen: 0 }));
  });

  test("a system that is not there is a connection that breaks", async () => {
    const { server, ask: askProxy } = await proxiedGreeter();
    await server.close();
    await expect(askProxy()).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  test("a system that hung up on an idle connection is asked over a new one", async () => {
    const { ask: askProxy, greeter, proxy } = await proxiedGreeter();
    await askProxy();
    greeter.switchTo({ name: "refuses" });
    await expect(askProxy()).rejects.toMatchObject({ code: "ECONNRESET" });
    greeter.switchTo({ name: "healthy" });
    expect((await askProxy()).status).toBe(200);
    expect(proxy.report().connections).toBe(2);
  });
});

describe("connections", () => {
  test("refuse: nobody listens, whoever was connected is reset, and the same port works again", async () => {
    const { proxy, ask: askProxy } = await proxiedGreeter();
    await askProxy();
    await proxy.apply({ kind: "refuse" });
    await vi.waitFor(() => expect(proxy.report().connectionsOpen).toBe(0));
    await expect(askProxy()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await proxy.apply(null);
    expect((await askProxy()).status).toBe(200);
  });

  test("black-hole: connecting gets no answer, and the same port works again", async () => {
    const { proxy, greeter, ask: askProxy } = await proxiedGreeter({ kind: "black-hole" });
    await expect(askProxy()).rejects.toMatchObject({ code: "UND_ERR_CONNECT_TIMEOUT" });
    expect([proxy.report().connections, greeter.calls().total]).toEqual([0, 0]);
    await proxy.apply(null);
    expect((await askProxy()).status).toBe(200);
  });

  test("black-hole: a connection that was open falls silent", async () => {
    const { proxy, ask: askProxy } = await proxiedGreeter();
    await askProxy();
    await proxy.apply({ kind: "black-hole" });
    askProxy().catch(() => {});
    await vi.waitFor(() => expect(proxy.report()).toMatchObject({ inFlight: 1, connections: 1 }));
    expect(proxy.report().byOperation).toEqual({ passed: 1, "black-hole": 1 });
  });

  test("tls-failure: a handshake is answered with an alert", async () => {
    const { proxy } = await proxiedGreeter({ kind: "tls-failure" });
    const socket = connectTls({ port: proxy.port, host: "127.0.0.1" });
    const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toBe("ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE");
  });

  test("reset on connect: the question is never read", async () => {
    const { greeter, ask: askProxy } = await proxiedGreeter({ kind: "reset", at: "connect" });
    await expect(askProxy()).rejects.toMatchObject({
      code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/),
    });
    expect(greeter.calls().total).toBe(0);
  });

  test("close-race on reuse: the second question on a connection finds it closed", async () => {
    const { ask: askProxy, greeter } = await proxiedGreeter({ kind: "close-race" });
    expect((await askProxy()).status).toBe(200);
    await expect(askProxy()).rejects.toMatchObject({ code: "UND_ERR_SOCKET" });
    expect((await askProxy()).status).toBe(200);
    expect(greeter.calls().total).toBe(2);
  });

  test("close-race after the answer: the answer is whole, then the connection ends", async () => {
    const { proxy } = await proxiedGreeter({ kind: "close-race", when: "after-answer" });
    expect((await rawAnswer(proxy.port)).toString()).toMatch(
      /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nHello ada0\.+$/,
    );
  });
});

describe("answers", () => {
  const failing: readonly (readonly [FaultInput, string])[] = [
    [{ kind: "reset", at: "request" }, "ECONNRESET"],
    [{ kind: "reset", at: "head" }, "ECONNRESET"],
    [{ kind: "reset", at: "body" }, "ECONNRESET"],
    [{ kind: "truncate" }, "UND_ERR_SOCKET"],
  ];
  test.each(failing)("%j breaks off with %s", async (fault, code) => {
    const { ask: askProxy } = await proxiedGreeter(fault);
    await expect(askProxy()).rejects.toMatchObject({ code });
  });

  test("truncate, announced as part: half of the body, and HTTP sees nothing wrong", async () => {
    const { ask: askProxy } = await proxiedGreeter({ kind: "truncate", announced: "part" });
    const { headers, body } = await askProxy();
    expect([headers["content-length"], body.length]).toEqual(["32768", 32_768]);
  });

  test("garbage is the same garbage for the same seed", async () => {
    const bytes = async (seed: number) => {
      const { proxy } = await proxiedGreeter({ kind: "garbage", bytes: 64 }, { seed });
      return (await rawAnswer(proxy.port)).toString("hex");
    };
    const once7 = await bytes(7);
    expect(once7).toHaveLength(128);
    expect(await bytes(7)).toBe(once7);
    expect(await bytes(8)).not.toBe(once7);
  });

  test("garbage for a body: the head is the system's own", async () => {
    const { ask: askProxy } = await proxiedGreeter({ kind: "garbage", instead: "body", bytes: 100 });
    const { status, headers, body } = await askProxy();
    expect([status, headers["content-type"], body.length]).toEqual([200, "text/plain; charset=utf-8", 100]);
  });

  test("wrong-length: too short leaves bytes over, too long waits for what never comes", async () => {
    const { proxy, ask: askProxy } = await proxiedGreeter({ kind: "wrong-length", byBytes: -536 });
    expect((await askProxy()).body).toHaveLength(65_000);
    await proxy.apply({ kind: "wrong-length", byBytes: 10 });
    const text = (await rawAnswer(proxy.port, (bytes) => bytes.length > 65_536)).toString();
    expect(text).toMatch(/\r\ncontent-length: 65546\r\n/);
  });

  test.each([
    ["content-length", /^content-length: 65537\r\ncontent-length: 65536\r$/m],
    ["content-type", /^content-type: application\/octet-stream\r$/m],
    ["transfer-encoding", /^transfer-encoding: chunked\r\ncontent-length: 65536\r$/m],
  ] as const)("duplicate-headers: %s says two things", async (header, twice) => {
    const { proxy } = await proxiedGreeter({ kind: "duplicate-headers", header });
    expect((await rawAnswer(proxy.port, (bytes) => bytes.length > 65_536)).toString()).toMatch(twice);
  });

  test("gzip-bomb: a thousandth on the wire of what it unpacks to", async () => {
    const { ask: askProxy } = await proxiedGreeter({ kind: "gzip-bomb", unpackedMib: 8 });
    const { headers, body } = await askProxy();
    expect(headers["content-encoding"]).toBe("gzip");
    expect(body.length).toBeLessThan(10_000);
    expect(gunzipSync(body)).toHaveLength(8 * 1_024 * 1_024);
  });

  test.each([true, false])("huge-body, announced %s: all of it is meant", async (announced) => {
    const { ask: askProxy } = await proxiedGreeter({ kind: "huge-body", bodyMib: 3, announced });
    const { headers, body } = await askProxy();
    expect(headers["content-length"]).toBe(announced ? String(body.length) : undefined);
    expect(body).toHaveLength(3 * 1_024 * 1_024);
  });

  test("endless-chunks: goes on until the client has enough, and then no longer", async () => {
    const fault = { kind: "endless-chunks", bytes: 1_000, everyMs: 0 } as const;
    const { proxy } = await proxiedGreeter(fault);
    expect(await rawAnswer(proxy.port, (bytes) => bytes.length > 50_000)).not.toHaveLength(0);
    await vi.waitFor(() => expect(proxy.report()).toMatchObject({ inFlight: 0, connectionsOpen: 0 }));
  });

  test("interim-flood: a thousand early hints, then the answer", async () => {
    const { proxy } = await proxiedGreeter({ kind: "interim-flood" });
    const text = (await rawAnswer(proxy.port, (bytes) => bytes.length > 90_000)).toString();
    expect(text.match(/^HTTP\/1\.1 103 Early Hints\r\n/gm)).toHaveLength(1_000);
    expect(text).toMatch(/\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
  });

  test("percent hits as many as it says, the same ones for the same seed", async () => {
    const run = async () => {
      const { proxy, ask: askProxy } = await proxiedGreeter({ kind: "reset", at: "request", percent: 30 });
      let seen = "";
      for (let i = 0; i < 20; i += 1)
        seen += await askProxy().then(
          () => ".",
          () => "x",
        );
      return [seen, proxy.report().byOperation] as const;
    };
    const [first, counts] = await run();
    expect(first).toMatch(/^(?=.*x)(?=.*\.)/);
    expect(counts).toEqual({ passed: first.match(/\./g)?.length, reset: first.match(/x/g)?.length });
    expect((await run())[0]).toBe(first);
  });
});

describe("time is the clock's", () => {
  test.each([
    ["latency", { kind: "latency", delay: { fixedMs: 2_000 } }, 2_000],
    ["drip", { kind: "drip", bytes: 16_384, everyMs: 500 }, 2_500],
    ["bandwidth", { kind: "bandwidth", bytesPerS: 65_536 }, 1_010],
  ] satisfies [string, FaultInput, number][])("%s: whole, but not before its time", async (_, fault, ms) => {
    const clock = fakeClock();
    const { proxy, ask: askProxy } = await proxiedGreeter(fault, { clock });
    let answered = false;
    const answer = askProxy().finally(() => (answered = true));
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    // Between two pieces stands a real socket.
    while (clock.now() < ms - 100) {
      await clock.advance(10);
      await vi.waitFor(() => expect(clock.pending).toBe(1));
    }
    expect(answered).toBe(false);
    await vi.waitFor(async () => {
      await clock.advance(10);
      expect(answered).toBe(true);
    });
    expect((await answer).body).toHaveLength(65_536);
    expect(clock.pending).toBe(0);
    expect(proxy.report().byOperation).toEqual({ [fault.kind]: 1 });
  });

  test.each(["request", "head", "body"] as const)(
    "hang at %s: silence, until the proxy closes",
    async (at) => {
      const clock = fakeClock();
      const { proxy, greeter } = await proxiedGreeter({ kind: "hang", at }, { clock });
      const seen = rawAnswer(proxy.port);
      await vi.waitFor(() => expect(proxy.report().inFlight).toBe(1));
      await vi.waitFor(() => expect(greeter.calls()).toMatchObject({ total: 1, inFlight: 0 }));
      await clock.advance(3_600_000);
      await proxy.close();
      const bytes = await seen;
      expect(bytes.length === 0).toBe(at === "request");
      expect(clock.pending).toBe(0);
      expect(proxy.report()).toMatchObject({ inFlight: 0, connectionsOpen: 0 });
    },
  );
});

test("changes come one after the other, however fast they are ordered, and the last one holds", async () => {
  const { proxy, ask: askProxy } = await proxiedGreeter();
  await Promise.all([
    proxy.apply({ kind: "refuse" }),
    proxy.apply({ kind: "black-hole" }),
    proxy.apply({ kind: "hang" }),
    proxy.apply({ kind: "refuse" }),
    proxy.apply(null),
  ]);
  expect(proxy.fault()).toBeNull();
  expect((await askProxy()).status).toBe(200);
});

test.each([
  { kind: "sleepy" },
  { kind: "hang", at: "dawn" },
  { kind: "huge-body", bodyMib: 4_097 },
  { kind: "drip", everyMs: -1 },
  { kind: "latency", delay: { fixedMs: 600_001 } },
])("%j is no fault, and nothing changes", async (fault) => {
  const { proxy } = await proxiedGreeter({ kind: "hang" });
  await expect(proxy.apply(fault as FaultInput)).rejects.toMatchObject({ name: "ZodError" });
  expect(proxy.fault()).toMatchObject({ kind: "hang" });
});
