import {
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  CircuitOpen,
  ContractBroken,
} from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { openTestRedis } from "@portico/redis/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openReplica, type Replica, untilShared } from "./testing/replica.ts";
import { PATIENCE, sharedRedis, untilWaiting } from "./testing/shared-redis.ts";

const stage = sharedRedis();

describe("a question many replicas have at once", () => {
  test("is asked once, whatever the number of callers", async () => {
    const replicas = [await stage.open(), await stage.open()];
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.system.will = async () => {
      await promise;
      return "one";
    };
    const answers = replicas.flatMap(({ ask }) => Array.from({ length: 500 }, () => ask("a")));
    await stage.untilLed();
    resolve();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["one"]));
    expect(stage.system.calls).toBe(1);
  });

  test("goes on when the leader's only caller leaves", async () => {
    const [leader, other] = [await stage.open(), await stage.open()];
    stage.system.will = (_, { signal }) =>
      new Promise((resolve, reject) => {
        if (stage.system.calls > 1) resolve("two");
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
    const caller = new AbortController();
    const left = leader.ask("a", { signal: caller.signal });
    await stage.untilLed();
    const waiting = other.ask("a");
    await untilWaiting(other);
    caller.abort(new CallCancelled("Gone."));
    await expect(left).rejects.toThrow("Gone.");
    await expect(waiting).resolves.toBe("two");
  });

  test("is taken over when the leader dies", async () => {
    const [probe, other] = [await stage.open(), await stage.open()];
    await probe.ask("a");
    await stage.untilStored();
    const lease = stage.storedNames()[0]?.replace(/value$/, "lease") ?? "";
    stage.server.cli("DEL", stage.storedNames()[0] ?? "");
    // The dead leave a lease that nobody renews.
    stage.server.cli("SET", lease, "a-token-of-the-dead", "PX", "300");
    await expect(other.ask("a")).resolves.toEqual({ said: '"a" #2' });
  });

  test("is led as long as the system takes, far beyond one lease", async () => {
    const [leader, other] = [await stage.open(), await stage.open()];
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.system.will = async () => {
      await promise;
      return "one";
    };
    const first = leader.ask("a");
    await stage.untilLed();
    const lease = stage.server.cli("--raw", "KEYS", "portico:cache:*:lease");
    const token = stage.server.cli("GET", lease);
    const second = other.ask("a");
    let renewals = 0;
    let before = Infinity;
    await vi.waitFor(() => {
      const leftMs = Number(stage.server.cli("PTTL", lease));
      if (leftMs > before) renewals += 1;
      before = leftMs;
      expect(renewals).toBeGreaterThanOrEqual(4);
    }, PATIENCE);
    expect(stage.server.cli("GET", lease)).toBe(token);
    resolve();
    await expect(Promise.all([first, second])).resolves.toEqual(["one", "one"]);
    expect(stage.system.calls).toBe(1);
  });

  test("that fails has failed for all: asked once, the same code everywhere", async () => {
    const replicas = [await stage.open(), await stage.open(), await stage.open()];
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.system.failing();
    const { will } = stage.system;
    stage.system.will = async (...question) => {
      await promise;
      return will(...question);
    };
    const [leader, ...others] = replicas.map(
      ({ ask }) =>
        () =>
          Promise.allSettled(Array.from({ length: 100 }, () => ask("a"))),
    );
    const first = leader?.();
    await stage.untilLed();
    const answers = Promise.all([first, ...others.map((ask) => ask())]);
    for (const replica of replicas.slice(1)) await untilWaiting(replica);
    resolve();
    for (const outcome of (await answers).flat()) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "backend_unavailable" } });
    }
    expect(stage.system.calls).toBe(1);
  });

  test.each([
    new BackendOverloaded("503.", { retryAfterMs: 4_000 }),
    new BackendRejected("No longer yours."),
    new BackendTimeout("Late."),
    new ContractBroken("Nonsense."),
  ])("that fails with %o says so everywhere, and when to come back", async (failure) => {
    const [leader, other] = [await stage.open(), await stage.open()];
    const { promise, reject } = Promise.withResolvers<never>();
    stage.system.will = () => promise;
    const first = leader.ask("a");
    await stage.untilLed();
    const waiting = Promise.allSettled([other.ask("a")]);
    await untilWaiting(other);
    reject(failure);
    await expect(first).rejects.toBe(failure);
    const { code, retryAfterMs } = failure;
    expect(await waiting).toMatchObject([{ status: "rejected", reason: { code, retryAfterMs } }]);
    expect(stage.system.calls).toBe(1);
  });

  test.each([new CircuitOpen("Left alone."), new BulkheadFull("Full.")])(
    "is asked by the next when the leader could not: %o",
    async (refusal) => {
      const [leader, other] = [await stage.open(), await stage.open()];
      const { promise, resolve } = Promise.withResolvers<void>();
      stage.system.will = async () => {
        if (stage.system.calls > 1) return "two";
        await promise;
        throw refusal;
      };
      const refused = leader.ask("a");
      await stage.untilLed();
      const waiting = other.ask("a");
      await untilWaiting(other);
      resolve();
      await expect(refused).rejects.toBe(refusal);
      await expect(waiting).resolves.toBe("two");
    },
  );

  test("is handed over by a leader that stops, whose own end is nobody else's failure", async () => {
    const [leader, other] = [await stage.open(), await stage.open()];
    const { promise, reject } = Promise.withResolvers<string>();
    stage.system.will = async () => (stage.system.calls > 1 ? "two" : promise);
    const stopped = leader.ask("a");
    await stage.untilLed();
    const waiting = other.ask("a");
    await untilWaiting(other);
    leader.store.close();
    reject(new BackendUnavailable("We no longer talk to this system."));
    await expect(stopped).rejects.toThrow("no longer");
    await expect(waiting).resolves.toBe("two");
  });

  test("is asked by each when no answer is fresh for any time: none waits for what it cannot use", async () => {
    const settings = { freshMs: 0 };
    const [one, other] = [await stage.open({ settings }), await stage.open({ settings })];
    const { promise, resolve } = Promise.withResolvers<string>();
    stage.system.will = () => promise;
    const answers = [one.ask("a"), one.ask("a"), other.ask("a")];
    await vi.waitFor(() => expect(stage.system.calls).toBe(2), PATIENCE);
    resolve("one");
    await Promise.all(answers);
    expect([one.looks(), other.looks()]).toEqual([0, 0]);
  });

  test("is asked for oneself when the leader's last word is none that is known here", async () => {
    const [leader, other] = [await stage.open(), await stage.open()];
    const { promise, resolve } = Promise.withResolvers<string>();
    stage.system.will = async () => (stage.system.calls > 1 ? "two" : promise);
    const first = leader.ask("a");
    await stage.untilLed();
    const waiting = other.ask("a");
    await untilWaiting(other);
    const lease = stage.server.cli("--raw", "KEYS", "portico:cache:*:lease");
    stage.server.cli("SET", lease, "!of_a_later_version 5", "PX", "60000");
    await expect(waiting).resolves.toBe("two");
    resolve("one");
    await expect(first).resolves.toBe("one");
  });

  describe("spares a second call of the same process the question", () => {
    const twoCalls = async (answer: unknown, between: (replica: Replica) => Promise<unknown>) => {
      const replica = await stage.open();
      const { promise, resolve } = Promise.withResolvers<unknown>();
      stage.system.will = async () => (stage.system.calls > 1 ? "asked again" : promise);
      const first = replica.ask("a", { priority: "agent" });
      await stage.untilLed();
      await between(replica);
      const second = replica.ask("a");
      await untilWaiting(replica);
      resolve(answer);
      return Promise.all([first, second]);
    };

    test.each(["one", null])("behind an agent's, when the answer is %j", async (answer) => {
      await expect(twoCalls(answer, async () => {})).resolves.toEqual([answer, answer]);
      expect(stage.system.calls).toBe(1);
    });

    test("after a purge of something else", async () => {
      await expect(twoCalls("one", ({ store }) => store.purge(["product:b"]))).resolves.toEqual([
        "one",
        "one",
      ]);
      expect(stage.system.calls).toBe(1);
    });

    test("and not after a purge of what it is about", async () => {
      await expect(twoCalls("one", ({ store }) => store.purge(["all"]))).resolves.toEqual([
        "one",
        "asked again",
      ]);
    });
  });

  test("costs a caller that leaves while it waits for another replica nothing", async () => {
    const clock = fakeClock();
    const [leader, other] = [await stage.open(), await stage.open({ leaseClock: clock })];
    const { promise, resolve } = Promise.withResolvers<void>();
    stage.system.will = async () => {
      await promise;
      return "one";
    };
    const first = leader.ask("a");
    await stage.untilLed();
    const caller = new AbortController();
    const left = other.ask("a", { signal: caller.signal });
    await vi.waitFor(() => expect(clock.pending, "pauses before its next look").toBe(1), PATIENCE);
    caller.abort(new CallCancelled("Gone."));
    await expect(left).rejects.toThrow("Gone.");
    expect(clock.pending, "and pauses no more").toBe(0);
    resolve();
    await expect(first).resolves.toBe("one");
    expect(stage.system.calls).toBe(1);
  });
});

test("in a cluster, too, replicas share answers, questions and purges", async () => {
  const cluster = await openTestRedis(["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"]);
  onTestFinished(() => cluster.close());
  cluster.cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  const url = cluster.url.replace("redis:", "redis-cluster:");
  const replicas = [
    await openReplica(stage.system, { redisUrl: url }),
    await openReplica(stage.system, { redisUrl: url }),
  ];
  for (const replica of replicas) await untilShared(replica);
  const questions = ["a", "b", "c", "d", "e"];
  await Promise.all(
    replicas.flatMap(({ ask }) => questions.flatMap((question) => [ask(question), ask(question)])),
  );
  // A cluster that is slow for a moment is not waited for: then a replica asks for itself.
  expect(stage.system.calls).toBeLessThan(replicas.length * questions.length);
  await replicas[0]?.store.purge(["all"]);
  await vi.waitFor(async () => {
    expect(await replicas[1]?.ask("a")).not.toEqual({ said: '"a" #1' });
  }, PATIENCE);
});
