import { type AnswerAge, type CacheEvent, events } from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type ReplicaOptions } from "./testing/replica.ts";
import { PATIENCE, sharedRedis } from "./testing/shared-redis.ts";

const stage = sharedRedis();

describe("what one replica was told", () => {
  test("spares the other the question, and is as old there", async () => {
    const clock = fakeClock();
    const [one, other] = [await stage.open({ clock }), await stage.open({ clock })];
    const answer = await one.ask("a");
    await stage.untilStored();
    await clock.advance(600);
    const seen: CacheEvent["result"][] = [];
    onTestFinished(events.cache.subscribe(({ result }) => seen.push(result)));
    const ages: AnswerAge[] = [];
    await expect(other.ask("a", { onAnswer: (age) => ages.push(age) })).resolves.toEqual(answer);
    expect(stage.system.calls).toBe(1);
    expect(seen).toEqual(["miss", "shared"]);
    expect(ages).toEqual([{ from: "miss", ageMs: 600, freshMsLeft: 400 }]);
    await clock.advance(400);
    await other.ask("a");
    expect(stage.system.calls).toBe(2);
  });

  test("outlives both, and is served over an outage by a third that knows nothing", async () => {
    const clock = fakeClock();
    const first = await stage.open({ clock });
    const answer = await first.ask("a");
    await stage.untilStored();
    await clock.advance(5_000);
    stage.system.failing();
    const third = await stage.open({ clock });
    await expect(third.ask("a", { staleAgeMsMax: 5_000 })).resolves.toEqual(answer);
    await expect(third.ask("a")).rejects.toThrow("Down.");
  });

  test.each([
    ["another shape of answers", { site: { answerShape: () => "2" } }],
    ["another meaning of them", { settings: { version: 2 } }],
    ["another operation", { site: { operation: "findProducts" } }],
  ] as [string, ReplicaOptions][])("is not read by %s", async (_, options) => {
    await (await stage.open()).ask("a");
    await stage.untilStored();
    await (await stage.open(options)).ask("a");
    expect(stage.system.calls).toBe(2);
  });

  test.each([
    ["what JSON cannot carry", async () => new Date(0)],
    ["what is too large", async () => "x".repeat(5_000)],
  ])("stays with it when it is %s, and costs the other no waiting in line", async (_, will) => {
    stage.system.will = will;
    const limits = { answerBytesMax: 4_096 };
    const replicas = [await stage.open({ limits }), await stage.open({ limits })];
    const answers = await Promise.all(replicas.map(({ ask }) => ask("a")));
    expect(answers[0]).toEqual(answers[1]);
    expect(stage.storedNames()).toEqual([]);
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
    [
      "an answer deeper than anybody can walk",
      text({ key: "KEY", answer: 0, asOfMs: 9e15, keptMs: 1e6, tags: [], purge: 9e15 }).replace(
        '"answer":0',
        `"answer":${"[".repeat(100_000)}${"]".repeat(100_000)}`,
      ),
    ],
  ])("is no answer and no error: %s", async (_, value) => {
    await (await stage.open()).ask("a");
    await stage.untilStored();
    const [name = ""] = stage.storedNames();
    const key = (JSON.parse(stage.server.cli("--raw", "GET", name)) as { key: string }).key;
    const replica = await stage.open();
    await replica.redis?.command("SET", name, value.replace('"KEY"', JSON.stringify(key)), "PX", 60_000);
    await expect(replica.ask("a")).resolves.toEqual({ said: '"a" #2' });
  });

  test("is no answer and no error: a value of another kind, or one without an end", async () => {
    await (await stage.open()).ask("a");
    await stage.untilStored();
    const [name = ""] = stage.storedNames();
    stage.server.cli("PERSIST", name);
    await expect((await stage.open()).ask("a")).resolves.toEqual({ said: '"a" #2' });
    await vi.waitFor(() => expect(Number(stage.server.cli("PTTL", name))).toBeGreaterThan(0), PATIENCE);
    stage.server.cli("DEL", name);
    stage.server.cli("LPUSH", name, "x");
    await expect((await stage.open()).ask("a")).resolves.toEqual({ said: '"a" #3' });
  });
});
