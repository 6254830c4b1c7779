import {
  BulkheadFull,
  CallCancelled,
  CircuitOpen,
  type CacheEvent,
  events,
  type AnswerAge,
} from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { openTestRedis, type TestRedis } from "@portico/redis/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  CountedSystem,
  openReplica,
  type Replica,
  type ReplicaOptions,
  untilShared,
} from "./testing/replica.ts";

let server: TestRedis;
beforeAll(async () => {
  server = await openTestRedis();
});
afterAll(() => server.close());

let system: CountedSystem;
beforeEach(() => {
  server.cli("FLUSHALL");
  system = new CountedSystem();
});

const open = (options: ReplicaOptions = {}) => openReplica(system, { ...options, server });
const gate = () => Promise.withResolvers<void>();
const PATIENCE = { timeout: 10_000, interval: 5 };
const keysOf = (kind: "value" | "lease") =>
  server.cli("--raw", "KEYS", `portico:cache:*:${kind}`).split("\n").filter(Boolean);
const untilStored = () => vi.waitFor(() => expect(keysOf("value")).toHaveLength(1), PATIENCE);
/** One replica leads, and has asked the system. */
const untilLed = () => vi.waitFor(() => expect(system.calls).toBe(1), PATIENCE);
/** A replica has seen that another leads, and looks for its last word. */
const untilWaiting = (replica: Replica) =>
  vi.waitFor(() => expect(replica.looks()).toBeGreaterThan(0), PATIENCE);

describe("what one replica was told", () => {
  test("spares the other the question, and is as old there", async () => {
    const clock = fakeClock();
    const [one, other] = [await open({ clock }), await open({ clock })];
    const answer = await one.ask("a");
    await untilStored();
    await clock.advance(600);
    const seen: CacheEvent["result"][] = [];
    onTestFinished(events.cache.subscribe(({ result }) => seen.push(result)));
    const ages: AnswerAge[] = [];
    await expect(other.ask("a", { onAnswer: (age) => ages.push(age) })).resolves.toEqual(answer);
    expect(system.calls).toBe(1);
    expect(seen).toEqual(["miss", "shared"]);
    expect(ages).toEqual([{ from: "miss", ageMs: 600, freshMsLeft: 400 }]);
    await clock.advance(400);
    await other.ask("a");
    expect(system.calls).toBe(2);
  });

  test("outlives both, and is served over an outage by a third that knows nothing", async () => {
    const clock = fakeClock();
    const first = await open({ clock });
    const answer = await first.ask("a");
    await untilStored();
    await clock.advance(5_000);
    system.failing();
    const third = await open({ clock });
    await expect(third.ask("a", { staleAgeMsMax: 5_000 })).resolves.toEqual(answer);
    await expect(third.ask("a")).rejects.toThrow("Down.");
  });

  test.each([
    ["another shape of answers", { site: { answerShape: () => "2" } }],
    ["another meaning of them", { settings: { version: 2 } }],
    ["another operation", { site: { operation: "findProducts" } }],
  ] as [string, ReplicaOptions][])("is not read by %s", async (_, options) => {
    await (await open()).ask("a");
    await untilStored();
    await (await open(options)).ask("a");
    expect(system.calls).toBe(2);
  });

  test.each([
    ["what JSON cannot carry", async () => new Date(0)],
    ["what is too large", async () => "x".repeat(5_000)],
  ])("stays with it when it is %s, and costs the other no waiting in line", async (_, will) => {
    system.will = will;
    const limits = { answerBytesMax: 4_096 };
    const replicas = [await open({ limits }), await open({ limits })];
    const answers = await Promise.all(replicas.map(({ ask }) => ask("a")));
    expect(answers[0]).toEqual(answers[1]);
    expect(keysOf("value")).toEqual([]);
  });
});

describe("what lies in Redis and is not ours", () => {
  const text = JSON.stringify;
  test.each([
    ["nothing", ""],
    ["no JSON", "\u0000\ufffd{"],
    ["half of an answer", '{"key":'],
    ["a number", "5"],
    ["a list", "[1]"],
    [
      "somebody else's answer",
      text({ key: "other", answer: "wrong", asOfMs: 0, keptMs: 1e6, tags: [], purge: 9e15 }),
    ],
    ["an answer without a time", text({ key: "KEY", answer: "wrong", keptMs: 1e6, tags: [], purge: 9e15 })],
    [
      "tags that are none",
      text({ key: "KEY", answer: "wrong", asOfMs: 9e15, keptMs: 1e6, tags: [1], purge: 9e15 }),
    ],
    [
      "an answer from before all that is known",
      text({ key: "KEY", answer: "wrong", asOfMs: 9e15, keptMs: 1e6, tags: [], purge: 1 }),
    ],
    ["more than an answer can be", `"${"x".repeat(3_000_000)}"`],
  ])("is no answer and no error: %s", async (_, value) => {
    await (await open()).ask("a");
    await untilStored();
    const [name = ""] = keysOf("value");
    const key = (JSON.parse(server.cli("--raw", "GET", name)) as { key: string }).key;
    const replica = await open();
    await replica.redis?.command("SET", name, value.replace('"KEY"', JSON.stringify(key)), "PX", 60_000);
    await expect(replica.ask("a")).resolves.toEqual({ said: '"a" #2' });
  });

  test("is no answer and no error: a value of another kind, or one without an end", async () => {
    await (await open()).ask("a");
    await untilStored();
    const [name = ""] = keysOf("value");
    server.cli("PERSIST", name);
    await expect((await open()).ask("a")).resolves.toEqual({ said: '"a" #2' });
    await vi.waitFor(() => expect(Number(server.cli("PTTL", name))).toBeGreaterThan(0), PATIENCE);
    server.cli("DEL", name);
    server.cli("LPUSH", name, "x");
    await expect((await open()).ask("a")).resolves.toEqual({ said: '"a" #3' });
  });
});

describe("a question many replicas have at once", () => {
  test("is asked once, whatever the number of callers", async () => {
    const replicas = [await open(), await open()];
    const { promise, resolve } = gate();
    system.will = async () => {
      await promise;
      return "one";
    };
    const answers = replicas.flatMap(({ ask }) => Array.from({ length: 500 }, () => ask("a")));
    await untilLed();
    resolve();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["one"]));
    expect(system.calls).toBe(1);
  });

  test("goes on when the leader's only caller leaves", async () => {
    const [leader, other] = [await open(), await open()];
    system.will = (_, { signal }) =>
      new Promise((resolve, reject) => {
        if (system.calls > 1) resolve("two");
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
    const caller = new AbortController();
    const left = leader.ask("a", { signal: caller.signal });
    await untilLed();
    const waiting = other.ask("a");
    caller.abort(new CallCancelled("Gone."));
    await expect(left).rejects.toThrow("Gone.");
    await expect(waiting).resolves.toBe("two");
  });

  test("is taken over when the leader dies", async () => {
    const [probe, other] = [await open(), await open()];
    await probe.ask("a");
    await untilStored();
    const lease = keysOf("value")[0]?.replace(/value$/, "lease") ?? "";
    server.cli("DEL", keysOf("value")[0] ?? "");
    // The dead leave a lease that nobody renews.
    server.cli("SET", lease, "a-token-of-the-dead", "PX", "300");
    await expect(other.ask("a")).resolves.toEqual({ said: '"a" #2' });
  });

  test("is led as long as the system takes, far beyond one lease", async () => {
    const [leader, other] = [await open(), await open()];
    const { promise, resolve } = gate();
    system.will = async () => {
      await promise;
      return "one";
    };
    const first = leader.ask("a");
    await untilLed();
    const [lease = ""] = keysOf("lease");
    const token = server.cli("GET", lease);
    const second = other.ask("a");
    let renewals = 0;
    let before = Infinity;
    await vi.waitFor(() => {
      const leftMs = Number(server.cli("PTTL", lease));
      if (leftMs > before) renewals += 1;
      before = leftMs;
      expect(renewals).toBeGreaterThanOrEqual(4);
    }, PATIENCE);
    expect(server.cli("GET", lease)).toBe(token);
    resolve();
    await expect(Promise.all([first, second])).resolves.toEqual(["one", "one"]);
    expect(system.calls).toBe(1);
  });

  test("that fails has failed for all: asked once, the same code everywhere", async () => {
    const replicas = [await open(), await open(), await open()];
    const { promise, resolve } = gate();
    system.failing();
    const { will } = system;
    system.will = async (...question) => {
      await promise;
      return will(...question);
    };
    const [leader, ...others] = replicas.map(
      ({ ask }) =>
        () =>
          Promise.allSettled(Array.from({ length: 100 }, () => ask("a"))),
    );
    const first = leader?.();
    await untilLed();
    const answers = Promise.all([first, ...others.map((ask) => ask())]);
    for (const replica of replicas.slice(1)) await untilWaiting(replica);
    resolve();
    for (const outcome of (await answers).flat()) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "backend_unavailable" } });
    }
    expect(system.calls).toBe(1);
  });

  test.each([new CircuitOpen("Left alone."), new BulkheadFull("Full.")])(
    "is asked by the next when the leader could not: %o",
    async (refusal) => {
      const [leader, other] = [await open(), await open()];
      const { promise, resolve } = gate();
      system.will = async () => {
        if (system.calls > 1) return "two";
        await promise;
        throw refusal;
      };
      const refused = leader.ask("a");
      await untilLed();
      const waiting = other.ask("a");
      resolve();
      await expect(refused).rejects.toBe(refusal);
      await expect(waiting).resolves.toBe("two");
    },
  );

  test("costs a caller that leaves while it waits for another replica nothing", async () => {
    const [leader, other] = [await open(), await open()];
    const { promise, resolve } = gate();
    system.will = async () => {
      await promise;
      return "one";
    };
    const first = leader.ask("a");
    await untilLed();
    const caller = new AbortController();
    const left = other.ask("a", { signal: caller.signal });
    caller.abort(new CallCancelled("Gone."));
    await expect(left).rejects.toThrow("Gone.");
    resolve();
    await expect(first).resolves.toBe("one");
    expect(system.calls).toBe(1);
  });
});

describe("a purge", () => {
  test("is heard by the other replicas", async () => {
    const [one, other] = [await open(), await open()];
    await one.ask("a");
    await untilStored();
    await other.ask("a");
    await one.store.purge(["system:catalog"]);
    await vi.waitFor(async () => expect(await other.ask("a")).toEqual({ said: '"a" #2' }), PATIENCE);
    await expect(one.ask("a")).resolves.toEqual({ said: '"a" #2' });
  });

  test("that a replica missed is found out by its next look into Redis, and when it listens again", async () => {
    const [one, deaf] = [await open(), await open()];
    await deaf.ask("a");
    await deaf.ask("b");
    server.cli("CLIENT", "KILL", "TYPE", "pubsub");
    await one.store.purge(["operation:catalog.findProduct"]);
    await deaf.ask("c");
    await expect(deaf.ask("a")).resolves.not.toEqual({ said: '"a" #1' });
    await vi.waitFor(async () => expect(await deaf.ask("b")).not.toEqual({ said: '"b" #2' }), PATIENCE);
  });

  test("while Redis is gone takes effect here at once, and everywhere when it is back", async () => {
    const [one, other] = [await open(), await open()];
    await one.ask("a");
    await untilStored();
    await other.ask("a");
    server.hang();
    onTestFinished(() => server.resume());
    await expect(one.store.purge(["all"])).resolves.toEqual({ everywhere: false });
    await expect(one.ask("a")).resolves.toEqual({ said: '"a" #2' });
    server.resume();
    await vi.waitFor(async () => {
      one.redis?.health();
      expect(await other.ask("a")).not.toEqual({ said: '"a" #1' });
    }, PATIENCE);
  });

  test("of ten thousand other tags forgets too much rather than too little", async () => {
    const [one, other] = [await open({ site: { tagsOf: () => ["product:a"] } }), await open()];
    await one.ask("a");
    await untilStored();
    await one.store.purge(["product:a"]);
    await one.ask("a");
    for (let at = 0; at < 12; at += 1) {
      await other.store.purge(Array.from({ length: 1_000 }, (_, tag) => `order:${at}-${tag}`));
    }
    expect(Number(server.cli("ZCARD", "portico:cache:purges"))).toBeLessThanOrEqual(10_001);
    const third = await open();
    await expect(third.ask("a")).resolves.toEqual({ said: '"a" #3' });
  });

  test("is not forgotten with a flush: what was read before is asked for again", async () => {
    const replica = await open();
    await replica.ask("a");
    await untilStored();
    server.cli("FLUSHALL");
    await replica.ask("b");
    await expect(replica.ask("a")).resolves.toEqual({ said: '"a" #3' });
  });
});

test("in a cluster, too, replicas share answers, questions and purges", async () => {
  const cluster = await openTestRedis(["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"]);
  onTestFinished(() => cluster.close());
  cluster.cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  const url = cluster.url.replace("redis:", "redis-cluster:");
  const replicas = [
    await openReplica(system, { redisUrl: url }),
    await openReplica(system, { redisUrl: url }),
  ];
  for (const replica of replicas) await untilShared(replica);
  const questions = ["a", "b", "c", "d", "e"];
  await Promise.all(
    replicas.flatMap(({ ask }) => questions.flatMap((question) => [ask(question), ask(question)])),
  );
  expect(system.calls).toBe(questions.length);
  await replicas[0]?.store.purge(["all"]);
  await vi.waitFor(async () => {
    expect(await replicas[1]?.ask("a")).not.toEqual({ said: '"a" #1' });
  }, PATIENCE);
});

describe("without Redis every question is answered, and rightly", () => {
  const expectRightAnswers = async (replica: Replica) => {
    for (const question of ["x", "y", "z"]) {
      const answer = await replica.ask(question);
      expect(answer).toEqual({ said: `"${question}" #${system.calls}` });
      await replica.ask(question);
    }
    expect(system.calls).toBe(3);
  };

  test("when it was never there", async () => {
    await expectRightAnswers(await openReplica(system, { redisUrl: "redis://127.0.0.1:1" }));
  });

  test("when it hangs", async () => {
    const replica = await open();
    server.hang();
    onTestFinished(() => server.resume());
    await expectRightAnswers(replica);
  });

  test("when it is killed in the middle, and when it is back", async () => {
    const replica = await open();
    await server.stop();
    await expectRightAnswers(replica);
    await server.start();
    await vi.waitFor(() => expect(replica.redis?.health().state).toBe("up"), PATIENCE);
    await replica.ask("again");
    await untilStored();
  });

  test("when the password is wrong", async () => {
    await expectRightAnswers(
      await openReplica(system, { redisUrl: server.url.replace("//", "//user:wrong@") }),
    );
  });

  test("when it fails over and takes no writes", async () => {
    const replica = await open();
    server.cli("REPLICAOF", "127.0.0.1", "1");
    onTestFinished(() => void server.cli("REPLICAOF", "NO", "ONE"));
    await expectRightAnswers(replica);
  });

  test("when it has no memory left", async () => {
    const replica = await open();
    server.cli("CONFIG", "SET", "maxmemory", "1");
    onTestFinished(() => void server.cli("CONFIG", "SET", "maxmemory", "0"));
    await expectRightAnswers(replica);
  });

  test("when it hangs while another replica leads", async () => {
    const [leader, other] = [await open(), await open()];
    const { promise, resolve } = gate();
    system.will = async () => {
      if (system.calls === 1) await promise;
      return system.calls;
    };
    const first = leader.ask("a");
    await untilLed();
    const second = other.ask("a");
    server.hang();
    onTestFinished(() => server.resume());
    await expect(second).resolves.toBe(2);
    resolve();
    await first;
  });
});
