import { getEventListeners } from "node:events";
import {
  BackendRejected,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  CircuitOpen,
  events,
  type SecondTryEvent,
} from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { hedge } from "./hedge.ts";
import { retry } from "./retry.ts";
import { HEDGE, hedging } from "./testing/hedging.ts";

describe("a slow read", () => {
  test("is asked again when it takes longer than nearly all before it, and the first answer counts", async () => {
    const { ask, clock, tries, sinceStart } = await hedging(100);
    const answer = ask();
    await clock.advance(99);
    expect(tries).toHaveLength(1);
    await clock.advance(1);
    expect(sinceStart()).toEqual([0, 100]);
    tries[1]?.answer("second");
    await expect(answer).resolves.toBe("second");
    expect(tries[0]?.signal.reason, "the lost one is called off").toBeInstanceOf(CallCancelled);
  });

  test("may still be won by the first try", async () => {
    const { ask, clock, tries } = await hedging(100);
    const answer = ask();
    await clock.advance(150);
    tries[0]?.answer("first");
    await expect(answer).resolves.toBe("first");
    expect(tries[1]?.signal.aborted).toBe(true);
  });

  test("is asked twice at most", async () => {
    const { ask, clock, tries } = await hedging(100);
    const answer = ask();
    await clock.advance(5_000);
    expect(tries).toHaveLength(2);
    tries[0]?.answer("first");
    await answer;
  });

  test("that is answered in time is asked once", async () => {
    const { ask, clock, tries } = await hedging(100);
    const answer = ask();
    await clock.advance(50);
    tries[0]?.answer("first");
    await answer;
    await clock.advance(5_000);
    expect(tries).toHaveLength(1);
  });

  test("leaves no listener on its caller's signal, however it ends", async () => {
    const { ask, tries } = await hedging(100);
    const caller = new AbortController();
    const answers = [ask({ signal: caller.signal }), ask({ signal: caller.signal })];
    tries[0]?.answer("answer");
    tries[1]?.fail(new BackendUnavailable("Down."));
    await Promise.allSettled(answers);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });

  test("is not hedged before delayMsMin, however fast the others are", async () => {
    const { ask, clock, tries } = await hedging(1);
    const answer = ask();
    await clock.advance(19);
    expect(tries).toHaveLength(1);
    await clock.advance(1);
    expect(tries).toHaveLength(2);
    tries[1]?.answer("second");
    await answer;
  });

  test("is not hedged when its deadline comes first", async () => {
    const { ask, clock, tries } = await hedging(100);
    const answer = ask({ deadlineMs: clock.now() + 100 });
    await clock.advance(100);
    expect(tries).toHaveLength(1);
    tries[0]?.answer("first");
    await answer;
  });

  test("is not hedged while little is known of the others", async () => {
    const { ask, clock, tries } = await hedging(100, { samplesMin: 64 });
    const answer = ask();
    await clock.advance(5_000);
    expect(tries).toHaveLength(1);
    tries[0]?.answer("first");
    await answer;
  });
});

describe("a try that fails", () => {
  test("before there is a second one is the failure of the read", async () => {
    const { ask, clock, tries } = await hedging(100);
    const answer = ask();
    await clock.advance(10);
    const no = new BackendRejected("No.");
    tries[0]?.fail(no);
    await expect(answer).rejects.toBe(no);
    await clock.advance(5_000);
    expect(tries).toHaveLength(1);
  });

  test("leaves it to the other one, whichever of the two it is", async () => {
    for (const [failing, answering] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const { ask, clock, tries } = await hedging(100);
      const answer = ask();
      await clock.advance(100);
      tries[failing]?.fail(new BackendUnavailable("Down."));
      await clock.advance(10);
      tries[answering]?.answer("answer");
      await expect(answer).resolves.toBe("answer");
    }
  });

  test("because the system says no is the answer: the other one would be told the same", async () => {
    const { ask, clock, tries } = await hedging(100);
    const answer = ask();
    await clock.advance(150);
    const no = new BackendRejected("No such order.");
    tries[0]?.fail(no);
    await expect(answer).rejects.toBe(no);
    expect(tries[1]?.signal.reason).toBeInstanceOf(CallCancelled);
  });

  test("by a refusal of our own does not hide how the system failed, whichever of the two it is", async () => {
    for (const [refused, failing] of [
      [0, 1],
      [1, 0],
    ] as const) {
      for (const order of [
        [refused, failing],
        [failing, refused],
      ]) {
        const { ask, clock, tries } = await hedging(100);
        const answer = ask();
        await clock.advance(100);
        const down = new BackendUnavailable("Down.");
        for (const at of order) tries[at]?.fail(at === refused ? new BulkheadFull("Full.") : down);
        await expect(answer).rejects.toBe(down);
      }
    }
  });

  test("because the system says not now leaves it to the other one", async () => {
    class RowLocked extends BackendRejected {
      override readonly transient = true;
    }
    const { ask, clock, tries } = await hedging(100);
    const answer = ask();
    await clock.advance(100);
    tries[0]?.fail(new RowLocked("The row is locked."));
    tries[1]?.answer("answer");
    await expect(answer).resolves.toBe("answer");
  });

  test("after the other one is the failure of the read", async () => {
    const { ask, clock, tries } = await hedging(100);
    const answer = ask();
    await clock.advance(100);
    const last = new BackendUnavailable("Still down.");
    tries[1]?.fail(new BackendUnavailable("Down."));
    tries[0]?.fail(last);
    await expect(answer).rejects.toBe(last);
  });
});

describe("a caller that leaves", () => {
  test.each([50, 150])(
    "after %i ms calls off every try there is, and leaves no listener",
    async (afterMs) => {
      const { ask, clock, tries } = await hedging(100);
      const caller = new AbortController();
      const answer = ask({ signal: caller.signal });
      await clock.advance(afterMs);
      caller.abort(new CallCancelled("Gone."));
      await expect(answer).rejects.toMatchObject({ code: "call_cancelled" });
      expect(tries.map(({ signal }) => signal.aborted)).toEqual(tries.map(() => true));
      expect(getEventListeners(caller.signal, "abort")).toEqual([]);
      await clock.advance(5_000);
      expect(tries).toHaveLength(afterMs > 100 ? 2 : 1);
    },
  );

  test("is not asked for again while what it asked for comes to its end", async () => {
    const { ask, clock, tries } = await hedging(100, {}, {}, 500);
    const caller = new AbortController();
    const answer = ask({ signal: caller.signal });
    await clock.advance(50);
    caller.abort(new CallCancelled("Gone."));
    await clock.advance(500);
    expect(tries).toHaveLength(1);
    await expect(answer).rejects.toMatchObject({ code: "call_cancelled" });
  });

  test("before it asks, asks nothing", async () => {
    const { ask, tries } = await hedging(100);
    await expect(ask({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "call_cancelled" });
    expect(tries).toEqual([]);
  });
});

test("hedges stop where the budget they share with retries ends, and each is reported", async () => {
  const seen: Pick<SecondTryEvent, "kind" | "begun">[] = [];
  onTestFinished(events.secondTry.subscribe(({ kind, begun }) => void seen.push({ kind, begun })));
  const { ask, clock, tries } = await hedging(100, { budgetRatio: 0, budgetReserve: 1 });
  const answers = [ask(), ask()];
  await clock.advance(100);
  expect(tries).toHaveLength(3);
  for (const each of tries) each.answer("answer");
  await Promise.all(answers);
  expect(seen).toEqual([
    { kind: "hedge", begun: true },
    { kind: "hedge", begun: false },
  ]);
});

test("a read that an open circuit refused earns no hedge", async () => {
  const { ask, clock, tries } = await hedging(100, { budgetRatio: 0.5, budgetReserve: 0 });
  const slow = [ask(), ask()];
  await clock.advance(100);
  expect(tries, "one hedge, which two reads have earned").toHaveLength(3);
  for (let call = 0; call < 4; call += 1) {
    const refused = ask();
    tries.at(-1)?.fail(new CircuitOpen("Open."));
    await expect(refused).rejects.toBeInstanceOf(CircuitOpen);
  }
  slow.push(ask());
  await clock.advance(100);
  expect(tries, "none of the last one, which has earned half of it").toHaveLength(3 + 4 + 1);
  for (const each of tries) each.answer("answer");
  await Promise.all(slow);
});

test("an hour of calls that all hang and fail reaches the backend 1.2 times as often, hedged and retried", async () => {
  const clock = fakeClock();
  const site = testSite({ clock });
  let reached = 0;
  let healthy = true;
  const backend = async () => {
    reached += 1;
    await new Promise<void>((resolve) => clock.after(healthy ? 10 : 80, resolve));
    if (!healthy) throw new BackendUnavailable("Down.");
  };
  // Opened from the inside out, as an adapter does.
  const once = hedge(HEDGE).open(site)(backend);
  const ask = retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400 }).open(site)(once);
  const all = async (count: number) => {
    const asking: Promise<unknown>[] = [];
    for (let call = 0; call < count; call += 1) {
      asking.push(Promise.allSettled([ask(undefined, testCall({ clock }))]));
      await clock.advance(100);
    }
    await clock.advance(2_000);
    await Promise.all(asking);
  };
  await all(64);
  healthy = false;
  reached = 0;
  await all(6_000);
  expect(reached).toBeLessThanOrEqual(1.2 * 6_000 + 4);
});

test.each(["write", "idempotent"] as const)(
  "an operation that is %s cannot be described so",
  async (kind) => {
    await expect(hedging(100, {}, { system: "erp", operation: "placeOrder", kind })).rejects.toThrow(
      new TypeError("erp.placeOrder is no read: it cannot be hedged."),
    );
  },
);
