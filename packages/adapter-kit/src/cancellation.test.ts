import { getEventListeners, once } from "node:events";
import { createServer, type Socket } from "node:net";
import { cached } from "@portico/cache";
import { CallCancelled, type CallContext, type Policy } from "@portico/core";
import { fakeClock, listenOnFreePort, testCall } from "@portico/core/testing";
import { createHttpClient, type HttpClient } from "@portico/http";
import { attempt, breaker, bulkhead, hedge, retry } from "@portico/resilience";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { defineAdapter, openAdapter } from "./adapter.ts";
import { operationOf } from "./operation.ts";
import { pipeline } from "./pipeline.ts";

const GONE = new CallCancelled("The client left.");
const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5_000, interval: 1 });

/** A system on a real port that answers a question when told, or at once. */
async function realSystem() {
  const held: { readonly path: string; readonly socket: Socket; readonly answer: () => void }[] = [];
  const sockets = new Set<Socket>();
  const state = { answersAtOnce: false, asked: 0 };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => void sockets.delete(socket));
    socket.on("error", () => {}); // resets are what this is about
    socket.on("data", (bytes) => {
      for (const [, path = ""] of bytes.toString("latin1").matchAll(/GET (\S+) HTTP/g)) {
        state.asked += 1;
        const answer = () => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        if (state.answersAtOnce) answer();
        else held.push({ path, socket, answer });
      }
    });
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  return {
    url: `http://127.0.0.1:${await listenOnFreePort(server)}`,
    state,
    held,
    sockets,
    untilHeld: (count: number) => until(() => expect(held).toHaveLength(count)),
    untilClosed: (at: number) => until(() => expect(held[at]?.socket.destroyed).toBe(true)),
  };
}

const CACHED = cached({ freshMs: 0, staleMs: 0 });
const RETRY = retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400 });
const HEDGE = hedge({ percentile: 0.95, samplesMin: 32, delayMsMin: 20 });
const BREAKER = breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 20, openMs: 5_000 });
const ATTEMPT = attempt({ timeoutMs: 1_000 });
const places = (concurrentMax: number) => bulkhead({ concurrentMax, queuedMax: 8, queueMsMax: 60_000 });

/** A whole adapter before it, on a clock that moves when told. */
async function asking(...policies: readonly Policy[]) {
  const system = await realSystem();
  const clock = fakeClock();
  const adapter = defineAdapter({
    name: "system",
    config: z.object({ url: z.url() }),
    connect: ({ url }: { readonly url: string }): HttpClient => createHttpClient({ url }),
    operations: {
      find: operationOf<HttpClient>()({
        kind: "read",
        audience: "public",
        policy: pipeline(...policies),
        output: z.number(),
        run: async (id: number, http, call) =>
          (await http.request({ method: "GET", path: `/${id}` }, call)).status,
      }),
    },
  });
  const opened = openAdapter(adapter, { url: system.url }, { clock });
  onTestFinished(() => opened.close());
  const ask = (id: number, overrides: Partial<CallContext> = {}) => {
    const answer = opened.operations.find(id, testCall({ clock, ...overrides }));
    answer.catch(() => {});
    return answer;
  };
  return { ...system, clock, ask, opened };
}

afterEach(() => void vi.restoreAllMocks());

describe("a client that leaves", () => {
  test("takes its call back from the system, and the next one gets the place", async () => {
    const { ask, clock, held, state, untilHeld, untilClosed } = await asking(
      CACHED,
      RETRY,
      HEDGE,
      BREAKER,
      places(1),
      ATTEMPT,
    );
    const client = new AbortController();
    const leaving = ask(1, { signal: client.signal });
    await untilHeld(1);
    const next = ask(2);
    await clock.advance(0);
    expect(state.asked, "the place is taken").toBe(1);
    client.abort(GONE);
    await expect(leaving).rejects.toBe(GONE);
    await untilClosed(0);
    await untilHeld(2);
    held[1]?.answer();
    await expect(next).resolves.toBe(200);
    await until(() => expect(clock.pending).toBe(0));
  });

  test("leaves the call alive that another client waits for", async () => {
    const { ask, held, state, untilHeld, clock } = await asking(CACHED, RETRY, BREAKER, places(8), ATTEMPT);
    const first = new AbortController();
    const leaving = ask(1, { signal: first.signal });
    await untilHeld(1);
    const staying = ask(1);
    first.abort(GONE);
    await expect(leaving).rejects.toBe(GONE);
    await clock.advance(0);
    expect(held[0]?.socket.destroyed).toBe(false);
    held[0]?.answer();
    await expect(staying).resolves.toBe(200);
    expect(state.asked).toBe(1);
  });

  test("during the pause between two tries is the last that is heard of it", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { ask, clock, held, state, untilHeld } = await asking(RETRY, BREAKER, places(1), ATTEMPT);
    const client = new AbortController();
    const leaving = ask(1, { signal: client.signal });
    await untilHeld(1);
    held[0]?.socket.resetAndDestroy();
    await until(() => expect(clock.pending, "the pause").toBe(1));
    client.abort(GONE);
    await expect(leaving).rejects.toBe(GONE);
    await clock.advance(5_000);
    expect({ asked: state.asked, timers: clock.pending }).toEqual({ asked: 1, timers: 0 });
  });
});

test.each([
  ["an attempt's time", 60_000, 1_000],
  ["the deadline", 300, 300],
])("when %s has passed the connection is closed and the place is free", async (_, deadlineMs, passedMs) => {
  const { ask, clock, held, untilHeld, untilClosed } = await asking(BREAKER, places(1), ATTEMPT);
  const late = ask(1, { deadlineMs });
  await untilHeld(1);
  await clock.advance(passedMs);
  await expect(late).rejects.toMatchObject({ code: "backend_timeout" });
  await untilClosed(0);
  const next = ask(2, { deadlineMs: clock.now() + 1_000 });
  await untilHeld(2);
  held[1]?.answer();
  await expect(next).resolves.toBe(200);
  expect(clock.pending).toBe(0);
});

test("a hedge that lost is taken back from the system, and its place is free", async () => {
  const { ask, clock, held, state, sockets, untilHeld, untilClosed } = await asking(
    HEDGE,
    BREAKER,
    places(2),
    ATTEMPT,
  );
  state.answersAtOnce = true;
  for (let id = 0; id < 32; id += 1) await ask(id);
  state.answersAtOnce = false;
  const hedged = ask(100);
  await untilHeld(1);
  await clock.advance(20);
  await untilHeld(2);
  held[1]?.answer();
  await expect(hedged).resolves.toBe(200);
  await untilClosed(0);
  expect(sockets.size, "the winner's connection is kept").toBe(1);

  const both = [ask(101), ask(102)];
  await untilHeld(4);
  for (const { answer } of held.slice(2)) answer();
  await expect(Promise.all(both)).resolves.toEqual([200, 200]);
  await until(() => expect(clock.pending).toBe(0));
});

test("a healthy call has one timer, its attempt's, through the whole pipeline", async () => {
  const { ask, clock, state } = await asking(CACHED, RETRY, BREAKER, places(8), ATTEMPT);
  state.answersAtOnce = true;
  const after = vi.spyOn(clock, "after");
  for (let id = 0; id < 10; id += 1) await ask(id);
  expect(after.mock.calls.map(([delayMs]) => delayMs)).toEqual(Array.from({ length: 10 }, () => 1_000));
});

const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

test("a thousand calls, half of them left, leave no listener, no timer and no connection behind", async () => {
  const client = new AbortController();
  const before = timers();
  const { ask, clock, held, sockets, opened } = await asking(
    CACHED,
    RETRY,
    HEDGE,
    BREAKER,
    places(64),
    ATTEMPT,
  );
  for (let round = 0; round < 20; round += 1) {
    held.length = 0;
    const leaver = new AbortController();
    const answers = Array.from({ length: 50 }, (_, at) =>
      ask(round * 50 + at, { signal: at % 2 === 0 ? client.signal : leaver.signal }),
    );
    await until(() => expect(held).toHaveLength(50));
    leaver.abort(GONE);
    for (const { answer } of held) answer();
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(25);
    expect(getEventListeners(leaver.signal, "abort")).toEqual([]);
  }
  expect(getEventListeners(client.signal, "abort"), "on a signal that lives on").toEqual([]);
  await until(() => expect(clock.pending, "timers of ours").toBe(0));
  await opened.close();
  await until(() => expect(sockets.size, "connections").toBe(0));
  // undici keeps one for all its own, for a second after the last of them.
  expect(timers(), "timers of the process").toBeLessThanOrEqual(before + 1);
});
