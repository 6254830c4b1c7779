import { getEventListeners } from "node:events";
import { BulkheadFull, CallCancelled, type CallContext, type CallRefusedEvent, events } from "@portico/core";
import { type FakeClock, fakeClock, testCall, testSite } from "@portico/core/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { adaptive } from "./adaptive.ts";
import { bulkhead } from "./bulkhead.ts";
import { LeftUnsent } from "./never-sent.ts";
import type { BulkheadOptions } from "./slots.ts";

/** Calls whose work ends when told. */
function limited(options: Partial<BulkheadOptions> = {}, clock: FakeClock = fakeClock()) {
  const policy = bulkhead({ concurrentMax: 2, queuedMax: 3, queueMsMax: 100, ...options });
  const running: { name: string; end: () => void }[] = [];
  const begun: string[] = [];
  const enter = policy.open(testSite({ clock }))((name: string) => {
    const work = Promise.withResolvers<string>();
    const entry = { name, end: () => work.resolve(name) };
    begun.push(name);
    running.push(entry);
    return work.promise.finally(() => running.splice(running.indexOf(entry), 1));
  });
  onTestFinished(() => expect(clock.pending, "timers left behind").toBe(0));
  const ask = (name: string, overrides: Partial<CallContext> = {}) => {
    const answer = enter(name, testCall({ clock, ...overrides }));
    answer.catch(() => {});
    return answer;
  };
  return { ask, clock, running, begun };
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `call ${at + 1}`);

describe("a bulkhead", () => {
  test.each([
    [4, 2, 2, 0],
    [5, 2, 3, 0],
    [6, 2, 3, 1],
  ])("of 2 places and 3 to wait takes %i calls as %i running, %i waiting, %i refused", async (...counts) => {
    const [calls, runs, waits, refused] = counts;
    const { ask, begun, clock, running } = limited();
    const answers = names(calls).map((name) => ask(name));
    await clock.advance(0);
    expect(begun).toEqual(names(runs));

    while (running.length > 0) {
      running[0]?.end();
      await clock.advance(0);
    }
    const outcomes = await Promise.allSettled(answers);
    expect(begun).toEqual(names(runs + waits));
    const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(failures).toEqual(
      Array.from({ length: refused }, () => new BulkheadFull("Too many calls are waiting for this system.")),
    );
  });

  test.each(["background", "agent"] as const)("has one place at least for what is %s", async (priority) => {
    const { ask, begun, clock, running } = limited({ concurrentMax: 1 });
    const answer = ask("first", { priority });
    await clock.advance(0);
    expect(begun).toEqual(["first"]);
    running[0]?.end();
    await answer;
  });

  test("refuses at once what may not wait at all", async () => {
    const { ask, clock, running } = limited({ concurrentMax: 1, queuedMax: 0 });
    void ask("first");
    await expect(ask("second")).rejects.toBeInstanceOf(BulkheadFull);
    running[0]?.end();
    await clock.advance(0);
    void ask("third");
    await clock.advance(0);
    expect(running.map(({ name }) => name)).toEqual(["third"]);
    running[0]?.end();
  });

  test("refuses what has waited for queueMsMax, and not a millisecond before", async () => {
    const { ask, clock, running } = limited({ concurrentMax: 1 });
    void ask("first");
    const settled = vi.fn<() => void>();
    const waiting = ask("second");
    waiting.then(settled, settled);
    await clock.advance(99);
    expect(settled).not.toHaveBeenCalled();
    await clock.advance(1);
    await expect(waiting).rejects.toEqual(new BulkheadFull("No place became free within 100 ms."));
    running[0]?.end();
  });

  test("lets no call wait past its deadline", async () => {
    const { ask, clock, running } = limited({ concurrentMax: 1 });
    void ask("first");
    const waiting = ask("second", { deadlineMs: 30 });
    await clock.advance(30);
    await expect(waiting).rejects.toEqual(new BulkheadFull("No place became free within 30 ms."));
    running[0]?.end();
  });

  test("frees the place in the queue of a caller that leaves", async () => {
    const { ask, begun, clock, running } = limited({ concurrentMax: 1, queuedMax: 1 });
    const caller = new AbortController();
    void ask("first");
    const leaving = ask("second", { signal: caller.signal });
    const cause = new CallCancelled("The client left.");
    caller.abort(cause);
    await expect(leaving).rejects.toEqual(new LeftUnsent("The client left.", { cause }));
    void ask("third");
    running[0]?.end();
    await clock.advance(0);
    expect(begun).toEqual(["first", "third"]);
    running[0]?.end();
  });

  test("leaves no listener on the signal of a caller that has waited, was refused or has left", async () => {
    const { ask, clock, running } = limited({ concurrentMax: 1, queuedMax: 3 });
    void ask("first");
    const callers = [new AbortController(), new AbortController(), new AbortController()];
    const answers = callers.map(({ signal }, at) => ask(`waiting ${at}`, { signal }));
    callers[2]?.abort();
    running[0]?.end();
    await clock.advance(100);
    running[0]?.end();
    await clock.advance(0);
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    for (const { signal } of callers) expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test.each(["with a place free", "with all places taken"])(
    "turns away who has left already, %s",
    async (when) => {
      const { ask, begun, clock, running } = limited({ concurrentMax: 1 });
      if (when === "with all places taken") void ask("first");
      await clock.advance(0);
      const taken = begun.length;
      await expect(ask("gone", { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: "call_cancelled",
      });
      expect(begun).toHaveLength(taken);
      running[0]?.end();
    },
  );

  test("holds the place until the work has ended, not until the caller has left", async () => {
    const { ask, begun, clock, running } = limited({ concurrentMax: 1, queuedMax: 1 });
    const caller = new AbortController();
    void ask("deaf work", { signal: caller.signal });
    caller.abort();
    void ask("second");
    await clock.advance(50);
    expect(begun).toEqual(["deaf work"]);
    running[0]?.end();
    await clock.advance(0);
    expect(begun).toEqual(["deaf work", "second"]);
    running[0]?.end();
  });

  test("is one for all operations of a system, and another for another system", async () => {
    const clock = fakeClock();
    const policy = bulkhead({ concurrentMax: 1, queuedMax: 0, queueMsMax: 0 });
    const crm = testSite({ clock });
    const never = () => new Promise<never>(() => {});
    const find = policy.open({ ...crm, operation: "find" })(never);
    const list = policy.open({ ...crm, operation: "list" })(never);
    const other = policy.open(testSite({ clock }))(async () => "answer");
    void find(undefined, testCall({ clock }));
    await expect(list(undefined, testCall({ clock }))).rejects.toBeInstanceOf(BulkheadFull);
    await expect(other(undefined, testCall({ clock }))).resolves.toBe("answer");
  });

  test("beside a learned limit of the same system is refused: it would have the places of both", () => {
    const site = testSite({ system: "crm", operation: "list" });
    const learned = { concurrentMin: 2, concurrentMax: 64, concurrentStart: 4, slowdownMax: 2 };
    adaptive({ ...learned, queuedMax: 3, queueMsMax: 100 }).open(site);
    expect(() => bulkhead({ concurrentMax: 2, queuedMax: 3, queueMsMax: 100 }).open(site)).toThrow(
      new TypeError("crm.list describes another bulkhead than its siblings."),
    );
  });

  test("that two operations of a system describe differently is refused on opening", () => {
    const site = testSite({ system: "crm", operation: "list" });
    bulkhead({ concurrentMax: 8, queuedMax: 8, queueMsMax: 100 }).open(site);
    expect(() => bulkhead({ concurrentMax: 9, queuedMax: 8, queueMsMax: 100 }).open(site)).toThrow(
      new TypeError("crm.list describes another bulkhead than its siblings."),
    );
  });

  test("shows once for all operations how many run and wait", async () => {
    const site = testSite({ clock: fakeClock() });
    const policy = bulkhead({ concurrentMax: 2, queuedMax: 3, queueMsMax: 100 });
    const work = Promise.withResolvers<void>();
    const operations = [policy.open(site), policy.open(site)].map((open) => open(() => work.promise));
    const [shown, ...others] = site.limits;
    expect(others).toEqual([]);
    const call = testCall({ clock: site.clock });
    const answers = operations.flatMap((ask) => [ask(null, call), ask(null, call)]);
    expect(shown).toMatchObject({ limit: 2, running: 2, queued: 2 });
    work.resolve();
    await Promise.all(answers);
    expect(shown).toMatchObject({ limit: 2, running: 0, queued: 0 });
  });

  test("reports what it refuses", async () => {
    const refused: Pick<CallRefusedEvent, "system" | "operation" | "reason">[] = [];
    onTestFinished(
      events.callRefused.subscribe(({ system, operation, reason }) => {
        refused.push({ system, operation, reason });
      }),
    );
    const { ask, running } = limited({ concurrentMax: 1, queuedMax: 0 });
    void ask("first");
    await Promise.allSettled([ask("second"), ask("gone", { signal: AbortSignal.abort() })]);
    expect(refused).toEqual([{ system: "system", operation: "operation", reason: "bulkhead_full" }]);
    running[0]?.end();
  });
});
