import { BackendTimeout, BackendUnavailable, CallCancelled, type CallContext } from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { attempt } from "./attempt.ts";
import { LeftUnsent, NeverSent } from "./never-sent.ts";

/** A try of 1000 ms over work that ends when told, and stops when its call is aborted. */
function trying() {
  const clock = fakeClock();
  const work = Promise.withResolvers<string>();
  const seen: CallContext[] = [];
  const tried = attempt({ timeoutMs: 1_000 }).open(testSite({ clock }))((_input: string, call) => {
    seen.push(call);
    call.signal.addEventListener("abort", () => work.reject(call.signal.reason), { once: true });
    return work.promise;
  });
  onTestFinished(() => expect(clock.pending, "timers left behind").toBe(0));
  const ask = (overrides: Partial<CallContext> = {}) => {
    const answer = tried("question", testCall({ clock, deadlineMs: 60_000, ...overrides }));
    answer.catch(() => {});
    return answer;
  };
  return { ask, clock, work, seen };
}

describe("one try of a call", () => {
  test("passes on the question and gives back the answer", async () => {
    const { ask, work, seen } = trying();
    const answer = ask({ requestId: "r-1" });
    work.resolve("answer");
    await expect(answer).resolves.toBe("answer");
    expect(seen[0]).toMatchObject({ requestId: "r-1", deadlineMs: 1_000 });
  });

  test("ends at its timeout, and not a millisecond before", async () => {
    const { ask, clock, seen } = trying();
    const answer = ask();
    await clock.advance(999);
    expect(seen[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    await expect(answer).rejects.toEqual(new BackendTimeout("No answer within 1000 ms."));
  });

  test("ends with its deadline when that is sooner", async () => {
    const { ask, clock, seen } = trying();
    const answer = ask({ deadlineMs: 300 });
    expect(seen[0]?.deadlineMs).toBe(300);
    await clock.advance(300);
    await expect(answer).rejects.toMatchObject({ code: "backend_timeout" });
  });

  test.each([0, -5])("is not begun with %i ms left", async (deadlineMs) => {
    const { ask, seen } = trying();
    await expect(ask({ deadlineMs })).rejects.toEqual(new NeverSent("No time was left to ask."));
    expect(seen).toHaveLength(0);
  });

  test("is not begun for a caller that has left", async () => {
    const { ask, seen } = trying();
    const cause = new CallCancelled("The client left.");
    const gone = new LeftUnsent("The client left.", { cause });
    await expect(ask({ signal: AbortSignal.abort(cause) })).rejects.toEqual(gone);
    expect(seen).toHaveLength(0);
  });

  test("hands its caller's reason down, whatever list it is from", async () => {
    for (const [reason, code] of [
      [new BackendTimeout("The budget is spent."), "backend_timeout"],
      [new Error("somebody's own"), "call_cancelled"],
    ] as const) {
      const { ask } = trying();
      const caller = new AbortController();
      const answer = ask({ signal: caller.signal });
      caller.abort(reason);
      await expect(answer).rejects.toMatchObject({ code });
    }
  });

  test("waits for work that is slow to stop: whoever holds a slot for it still needs it", async () => {
    const clock = fakeClock();
    const work = Promise.withResolvers<string>();
    const tried = attempt({ timeoutMs: 1_000 }).open(testSite({ clock }))(() => work.promise);
    const settled = vi.fn<() => void>();
    const answer = tried(undefined, testCall({ clock })).finally(settled);
    await clock.advance(5_000);
    expect(settled).not.toHaveBeenCalled();
    work.resolve("late");
    await expect(answer).resolves.toBe("late");
  });

  test("leaves no listener on its caller's signal, however it ends", async () => {
    for (const end of ["answer", "failure", "timeout"]) {
      const { ask, clock, work } = trying();
      const { signal } = new AbortController();
      const added = vi.spyOn(signal, "addEventListener");
      const removed = vi.spyOn(signal, "removeEventListener");
      const answer = ask({ signal });
      if (end === "answer") work.resolve("answer");
      if (end === "failure") work.reject(new BackendUnavailable("Down."));
      if (end === "timeout") await clock.advance(1_000);
      await Promise.allSettled([answer]);
      expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
        added.mock.calls.map(([, listener]) => listener),
      );
      expect(added).toHaveBeenCalledOnce();
    }
  });

  test("takes the rest of the work back when a part of it has failed", async () => {
    const stopped: string[] = [];
    const part = (name: string, { signal }: CallContext) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener("abort", () => {
          stopped.push(name);
          reject(signal.reason as Error);
        });
      });
    const clock = fakeClock();
    const tried = attempt({ timeoutMs: 1_000 }).open(testSite({ clock }))((_input, call) =>
      Promise.all([part("first", call), Promise.reject(new BackendUnavailable("Down.")), part("last", call)]),
    );
    await expect(tried(undefined, testCall({ clock }))).rejects.toThrow("Down.");
    expect(stopped).toEqual(["first", "last"]);
    expect(clock.pending).toBe(0);
  });
});
