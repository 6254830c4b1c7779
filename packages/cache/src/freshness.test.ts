import { BackendUnavailable, type CacheEvent, events } from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openCacheStore } from "./cache-store.ts";
import { cached } from "./cached.ts";
import { cachedOperation, toldBackend } from "./testing/cached-operation.ts";

describe("fresh answers", () => {
  test("come from memory until freshMs have passed", async () => {
    const { ask, asked, clock, remember } = cachedOperation({ freshMs: 1_000 });
    await remember("a", "one");
    await clock.advance(999);
    await expect(ask("a")).resolves.toBe("one");
    expect(asked).toHaveLength(1);

    await clock.advance(1);
    await remember("a", "two");
    await expect(ask("a")).resolves.toBe("two");
    expect(asked).toHaveLength(2);
  });

  test("may be nothing, zero or no, like any other", async () => {
    const { ask, asked, remember } = cachedOperation();
    for (const [question, value] of [null, undefined, 0, "", false].entries()) {
      await remember(question, value);
      await expect(ask(question)).resolves.toBe(value);
    }
    expect(asked).toHaveLength(5);
  });

  test("are not remembered at all when both times are 0", async () => {
    const { ask, asked, remember } = cachedOperation({ freshMs: 0, staleMs: 0 });
    await remember("a", "one");
    const failing = ask("a", { staleAgeMsMax: Infinity });
    asked[1]?.fail(new BackendUnavailable("Down."));
    await expect(failing).rejects.toThrow("Down.");
  });

  test("cannot be changed by one reader for the next", async () => {
    const { ask, remember } = cachedOperation();
    await remember("a", { lines: [{ sku: "WIN-0001" }] });
    const answer = (await ask("a")) as { lines: { sku: string }[] };
    expect(() => answer.lines.push({ sku: "x" })).toThrow(TypeError);
    expect(() => Object.assign(answer.lines[0] ?? {}, { sku: "x" })).toThrow(TypeError);
    await expect(ask("a")).resolves.toEqual({ lines: [{ sku: "WIN-0001" }] });
  });

  test("that there is no such thing are not served while they are asked for anew", async () => {
    const { ask, asked, clock, remember } = cachedOperation({ notFoundMs: 200, revalidateMs: 60_000 });
    await remember("a", null);
    await clock.advance(200);
    const answer = ask("a");
    asked[1]?.answer("here it is");
    await expect(answer).resolves.toBe("here it is");
  });

  test.each([
    [60_000, 1_000],
    [400, 400],
  ])(
    "of %i ms that say there is no such thing are believed for %i, where nobody says for how long",
    async (freshMs, believedMs) => {
      const { ask, asked, clock, remember } = cachedOperation({ freshMs });
      await remember("a", null);
      await clock.advance(believedMs - 1);
      await expect(ask("a")).resolves.toBeNull();
      expect(asked).toHaveLength(1);
      await clock.advance(1);
      await remember("a", "here it is");
      expect(asked).toHaveLength(2);
    },
  );

  test("end up to a tenth earlier, where nobody says by how much", async () => {
    onTestFinished(() => void vi.restoreAllMocks());
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { asked, operation } = toldBackend();
    const clock = fakeClock();
    const ask = cached({ freshMs: 1_000, staleMs: 0 }).open(testSite({ clock }))(operation);
    const first = ask("a", testCall({ clock }));
    asked[0]?.answer("one");
    await first;
    await clock.advance(949);
    await expect(ask("a", testCall({ clock }))).resolves.toBe("one");
    await clock.advance(1);
    const second = ask("a", testCall({ clock }));
    asked[1]?.answer("two");
    await expect(second).resolves.toBe("two");
  });

  test("may be good for nothing but to be served while they are asked for anew", async () => {
    const times = { freshMs: 0, staleMs: 0, revalidateMs: 500 };
    const { ask, asked, clock, remember } = cachedOperation(times);
    await remember("a", "one");
    await clock.advance(499);
    await expect(ask("a")).resolves.toBe("one");
    expect(asked).toHaveLength(2);
    asked[1]?.answer("two");
    await clock.advance(0);
    await expect(ask("a")).resolves.toBe("two");
    asked[2]?.answer("three");
  });

  test("weigh what their questions do", async () => {
    const store = openCacheStore();
    const { remember } = cachedOperation({}, {}, store);
    await remember("x".repeat(10_000), "one");
    expect(store.memory.bytes).toBeGreaterThan(20_000);
  });

  test("are asked for anew behind their callers, also when one leaves who would have waited", async () => {
    const { ask, asked, clock, remember } = cachedOperation({ revalidateMs: 500 });
    await remember("a", "one");
    await clock.advance(1_499);
    await expect(ask("a")).resolves.toBe("one");
    await clock.advance(1);
    const caller = new AbortController();
    const waiting = ask("a", { signal: caller.signal });
    caller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "call_cancelled" });
    expect(asked[1]?.call.signal.aborted).toBe(false);
    asked[1]?.answer("two");
    await clock.advance(0);
    await expect(ask("a")).resolves.toBe("two");
    expect(asked).toHaveLength(2);
  });

  test("are forgotten when their store is closed", async () => {
    const store = openCacheStore();
    const { asked, remember } = cachedOperation({}, {}, store);
    await remember("a", "one");
    store.close();
    expect(store.memory.bytes).toBe(0);
    await remember("a", "two");
    expect(asked).toHaveLength(2);
  });

  test("are kept for entriesMax questions, the latest used", async () => {
    const { ask, asked, remember } = cachedOperation({}, {}, openCacheStore({ entriesMax: 3 }));
    for (const question of ["a", "b", "c"]) await remember(question, question);
    await ask("a");
    await remember("d", "d");
    for (const question of ["a", "c", "d"]) await expect(ask(question)).resolves.toBe(question);
    expect(asked).toHaveLength(4);
    await remember("b", "b again");
    expect(asked).toHaveLength(5);
  });

  test("are forgotten when the system is closed whose they are", async () => {
    const { asked, operation } = toldBackend();
    const site = testSite();
    const ask = cached({ freshMs: 1_000, staleMs: 0 }).open(site)(operation);
    for (const [at, close] of [() => {}, site.close, () => {}].entries()) {
      const answer = ask("a", testCall());
      asked.at(-1)?.answer(at);
      await answer;
      close();
    }
    expect(asked).toHaveLength(2);
  });
});

// Asked again after another one, an idempotent write has to reach the system again.
test.each(["write", "idempotent"] as const)("only a read can be cached, not what is %s", (kind) => {
  const write = testSite({ kind, system: "erp", operation: "setAddress" });
  expect(() => cached({ freshMs: 0, staleMs: 0 }).open(write)).toThrow(
    new TypeError("erp.setAddress is no read: it cannot be cached."),
  );
});

test("what the cache did is reported: missed, joined, fresh, refreshing, stale", async () => {
  const { ask, asked, clock } = cachedOperation({ revalidateMs: 500 });
  const seen: CacheEvent["result"][] = [];
  const unsubscribe = events.cache.subscribe(({ system, operation, result }) => {
    expect({ system, operation }).toEqual({ system: "catalog", operation: "findProduct" });
    seen.push(result);
  });
  const both = [ask("a"), ask("a")];
  asked[0]?.answer("one");
  await Promise.all(both);
  await ask("a");
  await clock.advance(1_000);
  await ask("a");
  asked[1]?.fail(new BackendUnavailable("Down."));
  await clock.advance(500);
  const stale = ask("a", { staleAgeMsMax: 5_000 });
  asked[2]?.fail(new BackendUnavailable("Down."));
  await stale;
  unsubscribe();
  expect(seen).toEqual(["miss", "joined", "fresh", "refreshing", "miss", "stale"]);
});
