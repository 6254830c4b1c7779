import { BackendUnavailable, CallCancelled } from "@portico/core";
import { openTestRedis, type TestRedis } from "@portico/redis/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CountedSystem, openReplica, type ReplicaOptions } from "./testing/replica.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await openTestRedis();
});
afterAll(() => server.close());

const gate = () => Promise.withResolvers<void>();

describe.each([{ backing: "memory alone" }, { backing: "memory and Redis" }])(
  "with $backing",
  ({ backing }) => {
    let system: CountedSystem;
    const open = (options: ReplicaOptions = {}) =>
      openReplica(system, { ...options, server: backing === "memory alone" ? undefined : server });
    beforeEach(() => {
      server.cli("FLUSHALL");
      system = new CountedSystem();
    });

    test("an answer is asked for once while it is fresh, and anew when it is not", async () => {
      const { ask, clock } = await open();
      const first = await ask("a");
      await clock.advance(999);
      await expect(ask("a")).resolves.toBe(first);
      await clock.advance(1);
      await expect(ask("a")).resolves.toEqual({ said: '"a" #2' });
      expect(system.calls).toBe(2);
    });

    test("an answer that is due is served at once and asked for behind, once for all callers", async () => {
      const { ask, clock } = await open({ settings: { revalidateMs: 500 } });
      const first = await ask("a");
      await clock.advance(1_499);
      for (const answer of await Promise.all([ask("a"), ask("a"), ask("a")])) expect(answer).toBe(first);
      await vi.waitFor(async () => expect(await ask("a")).toEqual({ said: '"a" #2' }));
      expect(system.calls).toBe(2);
    });

    test("nobody is served an answer that is due for longer than that", async () => {
      const { ask, clock } = await open({ settings: { revalidateMs: 500 } });
      await ask("a");
      await clock.advance(1_500);
      await expect(ask("a")).resolves.toEqual({ said: '"a" #2' });
    });

    test("a system that fails behind a caller harms nobody while the time lasts", async () => {
      const { ask, clock } = await open({ settings: { revalidateMs: 500 } });
      const first = await ask("a");
      system.failing();
      await clock.advance(1_100);
      await expect(ask("a")).resolves.toBe(first);
      await vi.waitFor(() => expect(system.calls).toBe(2));
      await clock.advance(100);
      await expect(ask("a")).resolves.toBe(first);
      await clock.advance(300);
      await expect(ask("a")).rejects.toBeInstanceOf(BackendUnavailable);
    });

    test.each([null, undefined])(
      "%s, which means there is no such thing, is believed for a short time only",
      async (nothing) => {
        const { ask, clock } = await open({ settings: { notFoundMs: 200 } });
        system.will = async () => nothing;
        await expect(ask("a")).resolves.toBe(nothing);
        await clock.advance(199);
        await expect(ask("a")).resolves.toBe(nothing);
        expect(system.calls).toBe(1);
        await clock.advance(1);
        await ask("a");
        expect(system.calls).toBe(2);
      },
    );

    test("that there is no such thing is not said over a failure", async () => {
      const { ask, clock } = await open({ settings: { notFoundMs: 200 } });
      system.will = async () => null;
      await ask("a");
      system.failing();
      await clock.advance(200);
      await expect(ask("a", { staleAgeMsMax: Infinity })).rejects.toBeInstanceOf(BackendUnavailable);
    });

    test("the last good answer is served over an outage to callers that take it", async () => {
      const { ask, clock } = await open();
      const first = await ask("a");
      system.failing();
      await clock.advance(5_000);
      await expect(ask("a", { staleAgeMsMax: 5_000 })).resolves.toEqual(first);
      await expect(ask("a", { staleAgeMsMax: 4_999 })).rejects.toBeInstanceOf(BackendUnavailable);
      await expect(ask("a")).rejects.toBeInstanceOf(BackendUnavailable);
    });

    test("a thousand callers at once are one call", async () => {
      const { ask } = await open();
      const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask("a")));
      expect(system.calls).toBe(1);
      for (const answer of answers) expect(answer).toBe(answers[0]);
    });

    test("the first caller's leaving costs the others nothing", async () => {
      const { ask } = await open();
      const { promise, resolve } = gate();
      system.will = async () => {
        await promise;
        return "one";
      };
      const leader = new AbortController();
      const first = ask("a", { signal: leader.signal });
      const others = Promise.all([ask("a"), ask("a")]);
      await vi.waitFor(() => expect(system.calls).toBe(1));
      leader.abort(new CallCancelled("Gone."));
      await expect(first).rejects.toThrow("Gone.");
      resolve();
      await expect(others).resolves.toEqual(["one", "one"]);
      expect(system.calls).toBe(1);
    });

    test("a failing system is asked once for all who wait", async () => {
      const { ask } = await open();
      system.failing();
      const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => ask("a")));
      for (const { status } of outcomes) expect(status).toBe("rejected");
      expect(system.calls).toBe(1);
    });

    test("two users never share an answer of a user's operation", async () => {
      const { ask } = await open({ site: { audience: "user" } });
      system.will = async (_, { identity }) => `for ${identity?.customerId}`;
      const users = ["1", "2", "1", "2"].map((customerId) => ask("a", { identity: { customerId } }));
      await expect(Promise.all(users)).resolves.toEqual(["for 1", "for 2", "for 1", "for 2"]);
      expect(system.calls).toBe(2);
    });

    test.each([
      ["what it is about", ["product:a"]],
      ["its system", ["system:catalog"]],
      ["its operation", ["operation:catalog.findProduct"]],
      ["who asked", ["customer:100001"]],
      ["everything", ["all"]],
    ])("an answer is forgotten with all that has the tag of %s", async (_, tags) => {
      const { ask, store } = await open({
        site: { audience: "user", tagsOf: (input) => [`product:${String(input)}`] },
      });
      await ask("a");
      await expect(store.purge(tags)).resolves.toEqual({ everywhere: true });
      await expect(ask("a")).resolves.toEqual({ said: '"a" #2' });
    });

    test("a purge leaves alone what has none of its tags", async () => {
      const { ask, store } = await open({ site: { tagsOf: (input) => [`product:${String(input)}`] } });
      const a = await ask("a");
      await store.purge(["product:b", "system:crm", "customer:100001"]);
      await expect(ask("a")).resolves.toBe(a);
    });

    test("an answer under way while its tag is purged is given, and neither kept nor joined", async () => {
      const { ask, store } = await open();
      const { promise, resolve } = gate();
      system.will = async () => {
        const mine = system.calls;
        if (mine === 1) await promise;
        return mine;
      };
      const before = ask("a");
      await vi.waitFor(() => expect(system.calls).toBe(1));
      await store.purge(["all"]);
      if (backing === "memory alone") await expect(ask("a")).resolves.toBe(2);
      resolve();
      await expect(before).resolves.toBe(1);
      await expect(ask("a")).resolves.toBe(2);
    });
  },
);

test("answers that were asked for together end at different times, and none lives longer than freshMs", async () => {
  const system = new CountedSystem();
  const { ask, clock } = await openReplica(system, { settings: { jitterRatio: 0.2 } });
  const questions = Array.from({ length: 200 }, (_, at) => at);
  const askAll = () => Promise.all(questions.map((at) => ask(at)));
  await askAll();
  await clock.advance(799);
  await askAll();
  expect(system.calls).toBe(200);
  await clock.advance(101);
  await askAll();
  expect(system.calls).toBeGreaterThan(250);
  expect(system.calls).toBeLessThan(350);
  await clock.advance(100);
  await askAll();
  expect(system.calls).toBe(400);
});

test("memory is bounded in bytes: the least recently used goes, and what is too large is not kept", async () => {
  const system = new CountedSystem();
  const { ask, store } = await openReplica(system, { limits: { bytesMax: 100_000, answerBytesMax: 20_000 } });
  system.will = async (input) => "x".repeat(Number(input));
  for (let at = 0; at < 100; at += 1) await ask(4_000 + at);
  expect(store.memory.bytes).toBeLessThanOrEqual(100_000);
  expect(store.memory.bytes).toBeGreaterThan(80_000);
  const calls = system.calls;
  await ask(4_099);
  expect(system.calls).toBe(calls);
  await ask(4_000);
  expect(system.calls).toBe(calls + 1);
  for (let times = 0; times < 2; times += 1) await ask(30_000);
  expect(system.calls).toBe(calls + 3);
});

test("memory is bounded in bytes also when one answer may be larger than all together", async () => {
  const system = new CountedSystem();
  const { ask, store } = await openReplica(system, {
    limits: { bytesMax: 100_000, answerBytesMax: 1_000_000 },
  });
  system.will = async (input) => "x".repeat(Number(input));
  await ask(4_000);
  await ask(60_000);
  expect(store.memory.entries, "what was too large drove nothing out").toBe(1);
  for (let at = 0; at < 100; at += 1) await ask(4_000 + at);
  expect(store.memory.bytes).toBeLessThanOrEqual(100_000);
  expect(store.memory.bytes).toBeGreaterThan(80_000);
  const calls = system.calls;
  await ask(4_000);
  expect(system.calls).toBe(calls + 1);
});

test("settings out of bounds are refused by name", async () => {
  const system = new CountedSystem();
  for (const [name, value] of Object.entries({
    freshMs: -1,
    staleMs: Number.NaN,
    jitterRatio: 0.6,
    revalidateMs: Infinity,
  })) {
    await expect(openReplica(system, { settings: { [name]: value } })).rejects.toThrow(
      `cached: ${name} must be`,
    );
  }
});
