import { BackendTimeout, CallCancelled, type CallContext, type Policy } from "@portico/core";
import { type FakeClock, fakeClock, testCall, testSite } from "@portico/core/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { adaptive } from "./adaptive.ts";
import { attempt } from "./attempt.ts";
import { breaker } from "./breaker.ts";
import { bulkhead } from "./bulkhead.ts";

const QUEUE = { queuedMax: 64, queueMsMax: 100 };

/** A system that answers each call after 90 ms, behind a circuit that opens after two failures. */
function guarded(places: Policy) {
  const clock = fakeClock();
  const site = testSite({ clock });
  onTestFinished(site.close);
  let asked = 0;
  const circuit = breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 2, openMs: 5_000 });
  const ask = circuit.open(site)(
    places.open(site)(
      attempt({ timeoutMs: 1_000 }).open(site)((_input, { signal }) => {
        asked += 1;
        return new Promise<string>((resolve, reject) => {
          clock.after(90, () => resolve("answer"));
          signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
        });
      }),
    ),
  );
  return {
    clock,
    asked: () => asked,
    ask: (overrides: Partial<CallContext>) => {
      const answer = ask(undefined, testCall({ clock, ...overrides }));
      answer.catch(() => {});
      return answer;
    },
    state: () => site.circuits[0]?.state,
    limit: () => site.limits[0]?.limit,
  };
}

/** A page whose time is up after this long. */
const page = (clock: FakeClock, leftMs: number): Partial<CallContext> => {
  const controller = new AbortController();
  clock.after(leftMs, () => controller.abort(new BackendTimeout("The screen's budget is spent.")));
  return { deadlineMs: clock.now() + leftMs, signal: controller.signal };
};

const late = () => AbortSignal.abort(new BackendTimeout("The screen's budget is spent."));

describe.each([
  ["bulkhead", bulkhead({ concurrentMax: 4, ...QUEUE })],
  [
    "adaptive",
    adaptive({ concurrentMin: 1, concurrentStart: 4, concurrentMax: 4, slowdownMax: 2, ...QUEUE }),
  ],
])("a call that was never sent, over %s, is no failure of the system", (_, places) => {
  test.each([
    ["no time was left to ask", { deadlineMs: 0 }],
    ["its page's time was up before it came", { signal: late() }],
  ])("when %s", async (__, overrides) => {
    const one = guarded(places);
    for (let call = 0; call < 100; call += 1)
      await expect(one.ask(overrides)).rejects.toMatchObject({ code: "backend_timeout" });
    expect([one.asked(), one.state(), one.limit()]).toEqual([0, "closed", 4]);
  });

  test("when its page's time ends in our queue", async () => {
    const one = guarded(places);
    const sent = Array.from({ length: 4 }, () => one.ask({}));
    const waiting = Array.from({ length: 50 }, () => one.ask(page(one.clock, 50)));
    await one.clock.advance(50);
    for (const answer of waiting) await expect(answer).rejects.toMatchObject({ code: "backend_timeout" });
    await one.clock.advance(40);
    await Promise.all(sent);
    expect([one.asked(), one.state(), one.limit()]).toEqual([4, "closed", 4]);
  });

  test("and leaves its place to others while the system is tried", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // opossum's
    onTestFinished(() => void vi.useRealTimers());
    const one = guarded(places);
    const failed = [one.ask(page(one.clock, 50)), one.ask(page(one.clock, 50))];
    await one.clock.advance(50);
    await Promise.allSettled(failed);
    vi.advanceTimersByTime(6_000);
    expect(one.state()).toBe("half_open");
    const gone = AbortSignal.abort(new CallCancelled("The client left."));
    for (let call = 0; call < 10; call += 1)
      await expect(one.ask({ signal: gone })).rejects.toMatchObject({ code: "call_cancelled" });
    expect(one.state()).toBe("half_open");
    const trials = [one.ask({}), one.ask({}), one.ask({})];
    await one.clock.advance(90);
    await Promise.all(trials);
    expect([one.asked(), one.state()]).toEqual([5, "closed"]);
  });

  test("and one that was sent is", async () => {
    const one = guarded(places);
    const sent = [one.ask(page(one.clock, 50)), one.ask(page(one.clock, 50))];
    await one.clock.advance(90);
    await Promise.allSettled(sent);
    expect([one.asked(), one.state()]).toEqual([2, "open"]);
  });
});
