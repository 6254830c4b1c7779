import {
  BackendRejected,
  BackendUnavailable,
  CallCancelled,
  type CallContext,
  CircuitOpen,
  events,
  type RequestEvent,
} from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createBff } from "../app.ts";
import { screensOver } from "../screen/screen.ts";
import { hangs, text } from "../screen/testing/page.ts";
import { testBff } from "../testing/test-bff.ts";

interface Ports {
  readonly find: (call: CallContext) => Promise<string>;
  readonly list: (call: CallContext) => Promise<string>;
}

const page = screensOver<Ports>()("/v1/page", { name: "page", summary: "A page", budgetMs: 1_000 })
  .required("found", { ...text, from: ["find"], load: ({ find }, { call }) => find(call) })
  .optional("listed", { ...text, from: ["list"], load: ({ list }, { call }) => list(call) });

/** A BFF of one page, what its systems were asked with, and its answers as they are reported. */
function open(ports: Partial<Ports> = {}) {
  const clock = fakeClock();
  const asked: CallContext[] = [];
  const reported: RequestEvent[] = [];
  onTestFinished(events.request.subscribe((event) => void reported.push(event)));
  const noting = (port: Ports["find"]) => (call: CallContext) => {
    asked.push(call);
    return port(call);
  };
  const app = createBff<Ports>({
    ...testBff,
    screens: [page],
    ports: {
      find: noting(ports.find ?? (async () => "found")),
      list: noting(ports.list ?? (async () => "listed")),
    },
    clock,
  });
  const ask = (signal?: AbortSignal) =>
    app.request("/v1/page", { headers: { "x-portico-user": "100001" }, ...(signal && { signal }) });
  return { ask, asked, clock, reported };
}

describe("a client that leaves", () => {
  test("ends the calls of its page, and is reported as one that left and no problem of ours", async () => {
    const { ask, asked, reported } = open({ find: hangs });
    const client = new AbortController();
    const answer = ask(client.signal);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    client.abort();
    await answer;
    for (const { signal } of asked) expect(signal.reason).toBeInstanceOf(CallCancelled);
    expect(reported).toMatchObject([{ status: 499, problem: undefined, error: undefined }]);
  });

  test("before its page begins asks for nothing that lasts", async () => {
    const { ask, asked } = open({ find: hangs, list: hangs });
    await ask(AbortSignal.abort());
    for (const { signal } of asked) expect(signal.reason).toBeInstanceOf(CallCancelled);
  });
});

describe("a page that is answered", () => {
  test("leaves no timer", async () => {
    const { ask, clock } = open();
    expect((await ask()).status).toBe(200);
    expect(clock.pending).toBe(0);
  });

  test("ends what is still asked for it: nobody would read the answer", async () => {
    const find = () => Promise.reject(new BackendRejected("No longer yours."));
    const { ask, asked, reported } = open({ find, list: hangs });
    expect((await ask()).status).toBe(502);
    expect(asked[1]?.signal.reason).toBeInstanceOf(CallCancelled);
    expect(reported, "a system's failure is no fault of ours").toMatchObject([
      { status: 502, problem: "backend_rejected", error: undefined },
    ]);
  });

  test.each([
    ["as soon as its system asks for", new CircuitOpen("Left alone.", { retryAfterMs: 3_001 }), "4"],
    ["after a second where nothing is known", new BackendUnavailable("Down."), "1"],
    ["never where it would not help", new BackendRejected("No longer yours."), null],
  ])("with a problem is to be asked for again %s, and is not stored", async (_, error, retryAfter) => {
    const { ask } = open({ find: () => Promise.reject(error) });
    const { headers } = await ask();
    expect(headers.get("retry-after")).toBe(retryAfter);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });
});
