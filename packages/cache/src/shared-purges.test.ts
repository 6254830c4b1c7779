import { RedisUnavailable } from "@portico/redis";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { between, isPurge } from "./testing/between.ts";
import { PATIENCE, sharedRedis } from "./testing/shared-redis.ts";

const stage = sharedRedis();

describe("a purge", () => {
  test("is heard by the other replicas", async () => {
    const [one, other] = [await stage.open(), await stage.open()];
    await one.ask("a");
    await stage.untilStored();
    await other.ask("a");
    await one.store.purge(["system:catalog"]);
    await vi.waitFor(async () => expect(await other.ask("a")).toEqual({ said: '"a" #2' }), PATIENCE);
    await expect(one.ask("a")).resolves.toEqual({ said: '"a" #2' });
  });

  test("that nobody knows any more is not outlived by an answer that was asked for before it", async () => {
    const one = await stage.open();
    const { promise: told, resolve: tell } = Promise.withResolvers<void>();
    stage.system.will = async () => {
      const said = stage.system.calls;
      if (said === 1) await told;
      return said;
    };
    const before = one.ask("a");
    await stage.untilLed();
    stage.server.cli("FLUSHALL");
    await one.ask("b");
    tell();
    await expect(before).resolves.toBe(1);
    await expect(one.ask("a")).resolves.toBe(3);
  });

  test("that a replica missed is found out by its next look into Redis, and when it listens again", async () => {
    const [one, deaf] = [await stage.open(), await stage.open()];
    await deaf.ask("a");
    await deaf.ask("b");
    stage.server.cli("CLIENT", "KILL", "TYPE", "pubsub");
    await one.store.purge(["operation:catalog.findProduct"]);
    await deaf.ask("c");
    await expect(deaf.ask("a")).resolves.not.toEqual({ said: '"a" #1' });
    await vi.waitFor(async () => expect(await deaf.ask("b")).not.toEqual({ said: '"b" #2' }), PATIENCE);
  });

  test("while Redis is gone takes effect here at once, and everywhere when it is back", async () => {
    const [one, other] = [await stage.open(), await stage.open()];
    await one.ask("a");
    await stage.untilStored();
    await other.ask("a");
    stage.server.hang();
    onTestFinished(() => stage.server.resume());
    await expect(one.store.purge(["all"])).resolves.toEqual({ everywhere: false });
    await expect(one.ask("a")).resolves.toEqual({ said: '"a" #2' });
    stage.server.resume();
    await vi.waitFor(async () => {
      one.redis?.health();
      expect(await other.ask("a")).not.toEqual({ said: '"a" #1' });
    }, PATIENCE);
  });

  test("told again while it is under way is not forgotten when only the first reaches Redis", async () => {
    const one = await stage.open();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    let told = 0;
    between(one, async (words, run) => {
      if (!isPurge(words)) return run();
      told += 1;
      const mine = told;
      if (mine === 2) {
        await answered;
        throw new RedisUnavailable("Lost on its way.");
      }
      const number = await run();
      if (mine === 1) await answered;
      return number;
    });
    const numberOfA = () => stage.server.cli("ZSCORE", "portico:cache:purges", "product:a");
    const first = one.store.purge(["product:a"]);
    await vi.waitFor(() => expect(numberOfA()).not.toBe(""), PATIENCE);
    const number = numberOfA();
    const second = one.store.purge(["product:a"]);
    answer();
    await expect(first).resolves.toEqual({ everywhere: true });
    await expect(second).resolves.toEqual({ everywhere: false });
    await one.ask("a");
    expect(numberOfA()).not.toBe(number);
  });

  test("that waits to be told is told once, in parts, however many questions find Redis well again", async () => {
    const one = await stage.open();
    const parts: number[] = [];
    let down = true;
    between(one, async (words, run) => {
      if (down) throw new RedisUnavailable("Down.");
      if (isPurge(words)) parts.push((JSON.parse(String(words[6])) as string[]).length);
      return run();
    });
    const tags = Array.from({ length: 9_500 }, (_, at) => `product:${at}`);
    await expect(one.store.purge(tags)).resolves.toEqual({ everywhere: false });
    down = false;
    await Promise.all(Array.from({ length: 100 }, (_, at) => one.ask(at)));
    expect(parts).toEqual([...Array.from({ length: 9 }, () => 1_000), 500]);
    expect(stage.server.cli("ZCARD", "portico:cache:purges")).toBe("9501");
  });

  test("of ten thousand other tags forgets too much rather than too little", async () => {
    const [one, other] = [await stage.open({ site: { tagsOf: () => ["product:a"] } }), await stage.open()];
    await one.ask("a");
    await stage.untilStored();
    await one.store.purge(["product:a"]);
    await one.ask("a");
    for (let at = 0; at < 12; at += 1) {
      await other.store.purge(Array.from({ length: 1_000 }, (_, tag) => `order:${at}-${tag}`));
    }
    expect(Number(stage.server.cli("ZCARD", "portico:cache:purges"))).toBeLessThanOrEqual(10_001);
    const third = await stage.open();
    await expect(third.ask("a")).resolves.toEqual({ said: '"a" #3' });
  });

  test("is not forgotten with a flush: what was read before is asked for again", async () => {
    const replica = await stage.open();
    await replica.ask("a");
    await stage.untilStored();
    stage.server.cli("FLUSHALL");
    await replica.ask("b");
    await expect(replica.ask("a")).resolves.toEqual({ said: '"a" #3' });
  });
});
