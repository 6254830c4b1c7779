import {
  BackendTimeout,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  type Operation,
} from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { describe, expect, test, vi } from "vitest";
import { cached } from "./cached.ts";
import { cachedOperation, toldBackend } from "./testing/cached-operation.ts";

describe("one flight per question", () => {
  test("a thousand callers at once are one call, and all get its answer", async () => {
    const { ask, asked } = cachedOperation();
    const answers = Array.from({ length: 1_000 }, () => ask({ sku: "WIN-0001" }));
    expect(asked).toHaveLength(1);
    const answer = { name: "Riesling" };
    asked[0]?.answer(answer);
    for (const got of await Promise.all(answers)) expect(got).toBe(answer);
    expect(asked).toHaveLength(1);
  });

  test("the first caller leaving costs the others nothing", async () => {
    const { ask, asked } = cachedOperation();
    const leader = new AbortController();
    const first = ask("a", { signal: leader.signal });
    const others = [ask("a"), ask("a")];
    leader.abort(new CallCancelled("The client left."));
    await expect(first).rejects.toThrow("The client left.");
    expect(asked[0]?.call.signal.aborted).toBe(false);
    asked[0]?.answer("one");
    await expect(Promise.all(others)).resolves.toEqual(["one", "one"]);
    await expect(ask("a")).resolves.toBe("one");
    expect(asked).toHaveLength(1);
  });

  test("when the last caller leaves the call is cancelled, and the next asks anew", async () => {
    const { ask, asked } = cachedOperation();
    const callers = [new AbortController(), new AbortController(), new AbortController()];
    const answers = callers.map(({ signal }) => ask("a", { signal }));
    for (const caller of callers) {
      expect(asked[0]?.call.signal.aborted).toBe(false);
      caller.abort(new CallCancelled("The client left."));
    }
    expect(asked[0]?.call.signal.reason).toBeInstanceOf(CallCancelled);

    const next = ask("a");
    expect(asked).toHaveLength(2);
    asked[1]?.answer("two");
    await expect(next).resolves.toBe("two");
    for (const answer of answers) await expect(answer).rejects.toThrow("The client left.");
  });

  test("work that was cancelled and ends late does not end the flight that took its place", async () => {
    const clock = fakeClock();
    const { asked, operation } = toldBackend();
    const late = Promise.withResolvers<unknown>();
    const next = vi.fn<Operation<unknown, unknown>>(operation).mockImplementationOnce(() => late.promise);
    const ask = cached({ freshMs: 1_000, staleMs: 0 }).open(testSite({ clock }))(next);
    const caller = new AbortController();
    const left = ask("a", testCall({ clock, signal: caller.signal }));
    caller.abort(new CallCancelled("The client left."));
    await expect(left).rejects.toThrow("The client left.");

    const second = ask("a", testCall({ clock }));
    late.reject(new CallCancelled("Stopped at last."));
    await clock.advance(0);
    const third = ask("a", testCall({ clock }));
    expect(asked).toHaveLength(1);
    asked[0]?.answer("new");
    await expect(Promise.all([second, third])).resolves.toEqual(["new", "new"]);
  });

  test("a failure is everybody's, asked once, and not remembered", async () => {
    const { ask, asked, remember } = cachedOperation();
    const answers = Array.from({ length: 100 }, () => ask("a"));
    asked[0]?.fail(new BackendUnavailable("Down."));
    for (const { status } of await Promise.allSettled(answers)) expect(status).toBe("rejected");
    expect(asked).toHaveLength(1);
    await remember("a", "up");
    await expect(ask("a")).resolves.toBe("up");
  });

  test("a caller that has left already asks nothing", async () => {
    const { ask, asked } = cachedOperation();
    const left = ask("a", { signal: AbortSignal.abort() });
    await expect(left).rejects.toMatchObject({ code: "call_cancelled" });
    expect(asked).toHaveLength(0);
  });

  test("nobody waits behind a call of lower rank, and everybody with one of higher", async () => {
    const { ask, asked } = cachedOperation();
    const agent = ask("a", { priority: "agent" });
    const others = [ask("a"), ask("a", { priority: "background" }), ask("a", { priority: "agent" })];
    expect(asked.map(({ call }) => call.priority)).toEqual(["agent", undefined]);
    asked[0]?.fail(new BulkheadFull("Full."));
    asked[1]?.answer("one");
    await expect(agent).rejects.toThrow("Full.");
    await expect(Promise.all(others)).resolves.toEqual(["one", "one", "one"]);
  });

  test("background work does not wait behind an agent's call", async () => {
    const { ask, asked } = cachedOperation();
    const answers = [ask("a", { priority: "agent" }), ask("a", { priority: "background" })];
    expect(asked.map(({ call }) => call.priority)).toEqual(["agent", "background"]);
    for (const { answer } of asked) answer("one");
    await expect(Promise.all(answers)).resolves.toEqual(["one", "one"]);
  });

  test("an answer does not take the place of one that was asked for later", async () => {
    const { ask, asked, clock } = cachedOperation();
    const agent = ask("a", { priority: "agent" });
    await clock.advance(100);
    const person = ask("a");
    asked[1]?.answer("new");
    await expect(person).resolves.toBe("new");
    asked[0]?.answer("old");
    await expect(agent).resolves.toBe("old");
    await expect(ask("a")).resolves.toBe("new");
  });

  test("an answer takes the place of one that was asked for earlier, however late that came", async () => {
    const { ask, asked, clock } = cachedOperation();
    const agent = ask("a", { priority: "agent" });
    await clock.advance(100);
    const person = ask("a");
    asked[0]?.answer("old");
    await expect(agent).resolves.toBe("old");
    asked[1]?.answer("new");
    await expect(person).resolves.toBe("new");
    await expect(ask("a")).resolves.toBe("new");
  });

  test("the call beneath has its own time, not the first caller's", async () => {
    const { ask, asked, clock } = cachedOperation();
    const hurried = new AbortController();
    const first = ask("a", { deadlineMs: clock.now() + 10, signal: hurried.signal });
    const patient = ask("a");
    hurried.abort(new BackendTimeout("The budget is spent."));
    await expect(first).rejects.toMatchObject({ code: "backend_timeout" });
    expect(asked[0]?.call.deadlineMs).toBe(10_000);
    asked[0]?.answer("one");
    await expect(patient).resolves.toBe("one");
  });

  test("a call without an end is joined for 10 s, and ended by whoever comes after", async () => {
    const { ask, asked, clock, remember } = cachedOperation();
    const first = ask("a");
    await clock.advance(9_999);
    const second = ask("a");
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    await remember("a", "one");
    expect(asked).toHaveLength(2);
    for (const answer of [first, second]) {
      await expect(answer).rejects.toMatchObject({ code: "backend_timeout" });
    }
  });

  test("a call costs no timer", async () => {
    const { ask, asked, clock } = cachedOperation({ revalidateMs: 1_000 });
    const answer = ask("a");
    expect(clock.pending).toBe(0);
    asked[0]?.answer("one");
    await answer;
    expect(clock.pending).toBe(0);
  });

  test("no listener is left on a caller's signal, whether it is answered or leaves", async () => {
    const { ask, asked } = cachedOperation();
    const caller = new AbortController();
    const removed = vi.spyOn(caller.signal, "removeEventListener");
    const added = vi.spyOn(caller.signal, "addEventListener");
    const { signal } = caller;
    const answers = [ask("a", { signal }), ask("a", { signal }), ask("b", { signal })];
    asked[0]?.answer("one");
    await Promise.all(answers.slice(0, 2));
    caller.abort();
    await expect(answers[2]).rejects.toMatchObject({ code: "call_cancelled" });
    const listeners = added.mock.calls.map(([, listener]) => listener);
    expect(listeners).toHaveLength(3);
    for (const listener of listeners) expect(removed).toHaveBeenCalledWith("abort", listener);
  });
});

describe("who may share", () => {
  const ada = { customerId: "100001" };
  const bob = { customerId: "100002" };

  test("two users never share a call or an answer of a user's operation", async () => {
    const { ask, asked } = cachedOperation({}, { audience: "user" });
    const answers = [ask("a", { identity: ada }), ask("a", { identity: bob })];
    expect(asked.map(({ call }) => call.identity)).toEqual([ada, bob]);
    asked[0]?.answer("ada's");
    asked[1]?.answer("bob's");
    await expect(Promise.all(answers)).resolves.toEqual(["ada's", "bob's"]);
    await expect(ask("a", { identity: bob })).resolves.toBe("bob's");
  });

  test("nor do they when the system fails", async () => {
    const { ask, asked, clock } = cachedOperation({ freshMs: 0 }, { audience: "user" });
    void ask("a", { identity: ada });
    asked[0]?.answer("ada's");
    await clock.advance(1);
    const failing = ask("a", { identity: bob, staleAgeMsMax: Infinity });
    asked[1]?.fail(new BackendUnavailable("Down."));
    await expect(failing).rejects.toThrow("Down.");
  });

  test("a public operation never sees who asks", async () => {
    const { ask, asked } = cachedOperation({}, { audience: "public" });
    const answers = [ada, bob, null].map((identity) => ask("a", { identity }));
    expect(asked.map(({ call }) => call.identity)).toEqual([null]);
    asked[0]?.answer("everybody's");
    await Promise.all(answers);
  });

  test("nobody cannot ask a user's operation", async () => {
    const { ask, asked } = cachedOperation({}, { audience: "user" });
    await expect(ask("a", { identity: null })).rejects.toThrow(TypeError);
    expect(asked).toHaveLength(0);
  });
});
