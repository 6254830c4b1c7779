import { getEventListeners } from "node:events";
import {
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  type CallContext,
  type CallSite,
  CircuitOpen,
  ContractBroken,
  events,
  type SecondTryEvent,
} from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { NeverSent } from "./never-sent.ts";
import { retry, type RetryOptions } from "./retry.ts";

const down = new BackendUnavailable("Down.");

/** A backend that gives its outcomes one after the other, the last one for ever. */
function asking(
  outcomes: readonly (Error | string)[],
  options: Partial<RetryOptions> = {},
  at: Partial<CallSite> = {},
) {
  const clock = fakeClock();
  const askedAtMs: number[] = [];
  const policy = retry({ attemptsMax: 3, delayMs: 100, delayMsMax: 150, ...options });
  const ask = policy.open(testSite({ clock, ...at }))(async () => {
    const outcome = outcomes[Math.min(askedAtMs.length, outcomes.length - 1)];
    askedAtMs.push(clock.now());
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  onTestFinished(() => expect(clock.pending, "timers left behind").toBe(0));
  return {
    clock,
    askedAtMs,
    ask: (overrides: Partial<CallContext> = {}) => {
      const answer = ask(undefined, testCall({ clock, ...overrides }));
      answer.catch(() => {});
      return answer;
    },
  };
}

afterEach(() => void vi.restoreAllMocks());
const jitter = (...randoms: number[]) => {
  const random = vi.spyOn(Math, "random");
  for (const value of randoms) random.mockReturnValueOnce(value);
};

describe("a read that failed in passing", () => {
  test.each([
    new BackendTimeout("Late."),
    down,
    new BackendOverloaded("503."),
    new (class RowLocked extends BackendRejected {
      override readonly transient = true;
    })("Locked."),
  ])("is asked again after %o", async (error) => {
    const { ask, askedAtMs, clock } = asking([error, "answer"]);
    const answer = ask();
    await clock.advance(100);
    await expect(answer).resolves.toBe("answer");
    expect(askedAtMs).toHaveLength(2);
  });

  test.each([
    ["a business rejection", new BackendRejected("No.")],
    ["a broken contract", new ContractBroken("Nonsense.")],
    ["a caller that left", new CallCancelled("Gone.")],
    ["an open circuit", new CircuitOpen("Open.", { retryAfterMs: 1 })],
    ["our own bulkhead", new BulkheadFull("Full.")],
    ["a call that came too late to be sent", new NeverSent("No time was left to ask.")],
    ["a bug of ours", new TypeError("x is not a function")],
  ])("is not asked again after %s, which reaches the caller as it is", async (_, error) => {
    const { ask, askedAtMs } = asking([error, "answer"]);
    await expect(ask()).rejects.toBe(error);
    expect(askedAtMs).toHaveLength(1);
  });

  test("is asked attemptsMax times and no more, and fails as the last try did", async () => {
    const last = new BackendTimeout("Late.");
    const { ask, askedAtMs, clock } = asking([down, down, last, "answer"]);
    const answer = ask();
    await clock.advance(1_000);
    await expect(answer).rejects.toBe(last);
    expect(askedAtMs).toHaveLength(3);
  });

  test("pauses at random, up to delayMs and then twice that, and never longer than delayMsMax", async () => {
    jitter(0.5, 0.999);
    const { ask, askedAtMs, clock } = asking([down, down, "answer"]);
    const answer = ask();
    await clock.advance(1_000);
    await answer;
    expect(askedAtMs[1]).toBeCloseTo(50);
    expect(askedAtMs[2]).toBeCloseTo(50 + 0.999 * 150);
  });

  test("waits as long as the system asks for, and not at all when its deadline comes first", async () => {
    const busy = new BackendOverloaded("503.", { retryAfterMs: 400 });
    const patient = asking([busy, "answer"]);
    const answer = patient.ask();
    await patient.clock.advance(1_000);
    await answer;
    expect(patient.askedAtMs).toEqual([0, 400]);

    const hurried = asking([busy, "answer"]);
    await expect(hurried.ask({ deadlineMs: 400 })).rejects.toBe(busy);
    expect(hurried.askedAtMs).toEqual([0]);
  });

  test("is not asked again when the last try could only begin after beginMsMax", async () => {
    jitter(0.5, 0.5);
    const quick = asking([down, "answer"], { beginMsMax: 50 });
    const answer = quick.ask();
    await quick.clock.advance(50);
    await expect(answer).resolves.toBe("answer");
    const late = asking([down, "answer"], { beginMsMax: 49 });
    await expect(late.ask()).rejects.toBe(down);
  });

  test("is not asked again for a caller that leaves during the pause", async () => {
    jitter(0.5);
    const { ask, askedAtMs, clock } = asking([down, "answer"]);
    const caller = new AbortController();
    const answer = ask({ signal: caller.signal });
    await clock.advance(20);
    caller.abort(new CallCancelled("Gone."));
    await expect(answer).rejects.toMatchObject({ code: "call_cancelled" });
    expect(clock.pending).toBe(0);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
    expect(askedAtMs).toEqual([0]);
  });

  test("is not asked again for a caller that left while it was failing", async () => {
    const caller = new AbortController();
    const { ask, askedAtMs, clock } = asking([down, "answer"]);
    const answer = ask({ signal: caller.signal });
    caller.abort(new CallCancelled("Gone."));
    await expect(answer).rejects.toBe(down);
    expect(clock.pending).toBe(0);
    expect(askedAtMs).toEqual([0]);
  });

  test("leaves no listener on its caller's signal", async () => {
    const caller = new AbortController();
    const { ask, clock } = asking([down, "answer"]);
    const answer = ask({ signal: caller.signal });
    await clock.advance(100);
    await expect(answer).resolves.toBe("answer");
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  });
});

test("an idempotent operation may be asked again; one that writes cannot even be described so", async () => {
  const { ask, clock } = asking([down, "answer"], {}, { kind: "idempotent" });
  const answer = ask();
  await clock.advance(100);
  await expect(answer).resolves.toBe("answer");
  expect(() => asking(["answer"], {}, { system: "erp", operation: "placeOrder", kind: "write" })).toThrow(
    new TypeError("erp.placeOrder writes: it cannot be asked twice."),
  );
});

test("each second try is reported, and each one the budget does not allow", async () => {
  const seen: Pick<SecondTryEvent, "kind" | "begun">[] = [];
  onTestFinished(events.secondTry.subscribe(({ kind, begun }) => void seen.push({ kind, begun })));
  const { ask, clock } = asking([down], { budgetReserve: 1, budgetRatio: 0 });
  const answer = ask();
  await clock.advance(1_000);
  await Promise.allSettled([answer]);
  expect(seen).toEqual([
    { kind: "retry", begun: true },
    { kind: "retry", begun: false },
  ]);
});
