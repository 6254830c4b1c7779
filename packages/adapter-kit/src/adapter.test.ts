import {
  type BackendCallEvent,
  BackendTimeout,
  type CallSite,
  type Clock,
  events,
  type Policy,
} from "@portico/core";
import { type FakeClock, fakeClock, testCall } from "@portico/core/testing";
import { breaker, bulkhead } from "@portico/resilience";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { defineAdapter, openAdapter } from "./adapter.ts";
import { operationOf } from "./operation.ts";

interface Client {
  readonly url: string;
  close(): Promise<void>;
}

/** An adapter of two operations whose policy writes down what happens to it. */
function written() {
  const log: string[] = [];
  const sites: CallSite[] = [];
  const policy = (name: string): Policy => ({
    name,
    settings: {},
    open(site) {
      sites.push(site);
      log.push(`open ${name} for ${site.operation}`);
      site.onClose(() => void log.push(`end ${name} of ${site.operation}`));
      return (next) => async (input, call) => {
        log.push(`${name} before`);
        const answer = await next(input, call);
        log.push(`${name} after`);
        return answer;
      };
    },
  });
  const operation = (name: string) =>
    operationOf<Client>()({
      kind: "read",
      audience: "public",
      policy: [policy("outer"), policy("inner")],
      output: z.string(),
      async run(input: string, client, call) {
        log.push(`${name} at ${client.url}`);
        if (input === "late") throw new BackendTimeout("Late.");
        if (input === "bug") throw new TypeError("x is not a function");
        if (input === "slow") await new Promise<void>((resolve) => call.clock.after(250, resolve));
        return `${name} ${input}`;
      },
    });
  const connect = vi.fn<(config: { readonly url: string }, clock: Clock) => Client>(({ url }) => ({
    url,
    close: async () => void log.push("client closed"),
  }));
  const adapter = defineAdapter({
    name: "crm",
    config: z.object({ url: z.string() }),
    connect,
    operations: { find: operation("find"), list: operation("list") },
  });
  return { adapter, connect, log, sites };
}

describe("an adapter", () => {
  test("does nothing until it is opened, and connects with the configuration and the clock", () => {
    const { adapter, connect, log } = written();
    expect([log, connect.mock.calls]).toEqual([[], []]);
    const clock = fakeClock();
    openAdapter(adapter, { url: "http://crm" }, { clock });
    expect(connect.mock.calls).toEqual([[{ url: "http://crm" }, clock]]);
    expect(log).toEqual([
      "open inner for find",
      "open outer for find",
      "open inner for list",
      "open outer for list",
    ]);
  });

  test("asks through its policies, the first one outermost", async () => {
    const { adapter, log } = written();
    const { operations } = openAdapter(adapter, { url: "http://crm" });
    log.length = 0;
    await expect(operations.find("ada", testCall())).resolves.toBe("find ada");
    expect(log).toEqual(["outer before", "inner before", "find at http://crm", "inner after", "outer after"]);
  });

  test("tells its policies where they stand", () => {
    const { adapter, sites } = written();
    const clock = fakeClock();
    openAdapter(adapter, { url: "http://crm" }, { clock });
    expect(sites[0]).toMatchObject({
      system: "crm",
      operation: "find",
      kind: "read",
      audience: "public",
      clock,
    });
  });

  test("shares state between the operations of one opened system, and with no other", () => {
    const { adapter, sites } = written();
    const key = Symbol("slots");
    openAdapter(adapter, { url: "http://crm" });
    openAdapter(adapter, { url: "http://crm" });
    let made = 0;
    const shared = sites.map((site) => site.shared(key, () => (made += 1)));
    expect(shared).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  });

  test("asks no policy for what is known without its system", async () => {
    const { adapter, log } = written();
    const { find, list } = adapter.operations;
    const unasked = (input: string) => (input === "nobody" ? "known" : undefined);
    const operations = { find: { ...find, unasked }, list };
    const { operations: opened } = openAdapter({ ...adapter, operations }, { url: "http://crm" });
    log.length = 0;
    const onAnswer = vi.fn<() => void>();
    await expect(opened.find("nobody", testCall({ onAnswer }))).resolves.toBe("known");
    expect([log, onAnswer.mock.calls]).toEqual([[], []]);
    await expect(opened.find("ada", testCall({ onAnswer }))).resolves.toBe("find ada");
    expect([log.length, onAnswer.mock.calls.length]).toEqual([5, 1]);
  });

  test("keeps the name of an answer's shape when only what is said about it changes", () => {
    const { adapter, sites } = written();
    const { find, list } = adapter.operations;
    const shapeOf = (text: z.ZodString) => {
      const output = z.object({ text }) as unknown as typeof find.output;
      openAdapter({ ...adapter, operations: { find: { ...find, output }, list } }, { url: "http://crm" });
      return sites.findLast(({ operation }) => operation === "find")?.answerShape();
    };
    const shape = shapeOf(z.string());
    expect(shapeOf(z.string().describe("What it says."))).toBe(shape);
    expect(shapeOf(z.string().meta({ id: "Text", title: "A text", examples: ["hello"] }))).toBe(shape);
    expect(shapeOf(z.string().min(1))).not.toBe(shape);
  });

  test("shows the circuits of its breakers to operators", () => {
    const { adapter } = written();
    const { find, list } = adapter.operations;
    const watched = { failureRatio: 0.5, windowMs: 10_000, callsMin: 20, openMs: 5_000 };
    const operations = { find: { ...find, policy: [breaker(watched)] }, list };
    const opened = openAdapter({ ...adapter, operations }, { url: "http://crm" });
    onTestFinished(() => opened.close());
    expect(opened.circuits).toMatchObject([{ system: "crm", operation: "find", state: "closed" }]);
  });

  test("shows the limit its operations share, where there is one", () => {
    const { adapter } = written();
    const { find, list } = adapter.operations;
    const policy = [bulkhead({ concurrentMax: 7, queuedMax: 0, queueMsMax: 0 })];
    const operations = { find: { ...find, policy }, list: { ...list, policy } };
    const opened = openAdapter({ ...adapter, operations }, { url: "http://crm" });
    expect(opened.system).toBe("crm");
    expect(opened.limit).toMatchObject({ limit: 7, running: 0, queued: 0 });
    expect(openAdapter(adapter, { url: "http://crm" }).limit).toBeUndefined();
  });

  test("ends its policies before its client, and once", async () => {
    const { adapter, log } = written();
    const opened = openAdapter(adapter, { url: "http://crm" });
    log.length = 0;
    await opened.close();
    expect(log).toEqual([
      "end inner of find",
      "end outer of find",
      "end inner of list",
      "end outer of list",
      "client closed",
    ]);
    await opened.close();
    expect(log.filter((line) => line.startsWith("end"))).toHaveLength(4);
  });

  test("leaves nothing open when it cannot be opened", () => {
    const { adapter, connect, log } = written();
    connect.mockImplementation(() => {
      throw new TypeError("Invalid URL");
    });
    expect(() => openAdapter(adapter, { url: "nowhere" })).toThrow("Invalid URL");
    expect(log.filter((line) => line.startsWith("end"))).toHaveLength(4);

    const { find } = adapter.operations;
    const refusing: Policy = {
      name: "cached",
      settings: {},
      open() {
        throw new TypeError("crm.list is no read: it cannot be cached.");
      },
    };
    const broken = { ...adapter, operations: { find, list: { ...find, policy: [refusing] } } };
    log.length = 0;
    connect.mockClear();
    expect(() => openAdapter(broken, { url: "http://crm" })).toThrow("cannot be cached");
    expect(log.filter((line) => line.startsWith("end"))).toEqual(["end inner of find", "end outer of find"]);
    expect(connect).not.toHaveBeenCalled();
  });
});

describe("a call is reported as the backend sees it", () => {
  function listening(clock: FakeClock) {
    const seen: Omit<BackendCallEvent, "call">[] = [];
    onTestFinished(events.backendCall.subscribe(({ call: _, ...event }) => void seen.push(event)));
    const { adapter, log } = written();
    const { operations } = openAdapter(adapter, { url: "http://crm" }, { clock });
    return { operations, log, seen };
  }
  const about = { system: "crm", operation: "find" };

  test("answered, with the time it took by the call's clock", async () => {
    const clock = fakeClock();
    const { operations, seen } = listening(clock);
    const answer = operations.find("slow", testCall({ clock }));
    await clock.advance(250);
    await answer;
    expect(seen).toEqual([{ ...about, outcome: "ok", durationMs: 250, error: undefined }]);
  });

  test.each([
    ["late", "backend_timeout", BackendTimeout],
    ["bug", "internal_error", TypeError],
  ])("failed: %s as %s, and the caller gets the error itself", async (input, outcome, kind) => {
    const clock = fakeClock();
    const { operations, seen } = listening(clock);
    const error: unknown = await operations
      .find(input, testCall({ clock }))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect(seen).toEqual([{ ...about, outcome, durationMs: 0, error }]);
  });

  test("with the context the innermost policy gave it", async () => {
    const clock = fakeClock();
    const contexts: unknown[] = [];
    onTestFinished(events.backendCall.subscribe(({ call }) => void contexts.push(call.requestId)));
    const { adapter } = written();
    const renaming: Policy = {
      name: "attempt",
      settings: {},
      open: () => (next) => (input, call) => next(input, { ...call, requestId: "narrowed" }),
    };
    const { find, list } = adapter.operations;
    const { operations } = openAdapter(
      { ...adapter, operations: { list, find: { ...find, policy: [renaming] } } },
      { url: "http://crm" },
    );
    await operations.find("ada", testCall({ clock }));
    expect(contexts).toEqual(["narrowed"]);
  });
});
