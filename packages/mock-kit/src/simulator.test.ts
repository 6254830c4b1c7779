import { getEventListeners } from "node:events";
import { collect, fakeClock } from "@portico/core/testing";
import { describe, expect, test, vi } from "vitest";
import { answerText } from "./answer.ts";
import { standardScenarios } from "./scenarios/standard.ts";
import { createSimulator } from "./simulator.ts";
import { createGreeter } from "./testing/greeter.ts";

const ask = (signal?: AbortSignal): Request =>
  new Request("http://greeter.test/ada", signal === undefined ? {} : { signal });

describe("a simulator's scenarios", () => {
  test("it begins healthy", async () => {
    const greeter = createGreeter();
    expect(greeter.scenario()).toEqual({ name: "healthy", parameters: {} });
    expect(await (await greeter.fetch(ask())).text()).toMatch(/^Hello ada/);
  });

  test("parameters left out take their defaults", () => {
    const greeter = createGreeter();
    expect(greeter.switchTo({ name: "slow" })).toEqual({ name: "slow", parameters: { delayMs: 1_500 } });
    expect(greeter.switchTo({ name: "slow", delayMs: 0 }).parameters).toEqual({ delayMs: 0 });
  });

  test.each([
    [{ name: "sleepy" }, "unknown_scenario", /healthy, slow, hangs/],
    [{ name: "constructor" }, "unknown_scenario", /healthy/],
    [{ name: "slow", delayMs: 1.5 }, "bad_scenario_parameter", /0 to 600000/],
    [{ name: "slow", delayMs: "100" }, "bad_scenario_parameter", /whole number/],
    [{ name: "slow", delayMs: null }, "bad_scenario_parameter", /whole number/],
    [{ name: "slow", delayMs: -1 }, "bad_scenario_parameter", /delayMs/],
    [{ name: "intermittent", percent: 101 }, "bad_scenario_parameter", /0 to 100/],
    [{ name: "slow", delay: 100 }, "bad_scenario_parameter", /no parameter "delay".*delayMs/],
    [{ name: "hangs", delayMs: 100 }, "bad_scenario_parameter", /none/],
  ])("refuses %j and stays as it was", (choice, code, message) => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "fault" });
    expect(() => greeter.switchTo(choice)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
    expect(greeter.scenario().name).toBe("fault");
  });

  test("refuses answers with a network error and truncated with half a body that looks whole", async () => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "refuses" });
    expect((await greeter.fetch(ask())).type).toBe("error");
    greeter.switchTo({ name: "truncated" });
    const half = await greeter.fetch(ask());
    expect(half.headers.get("content-length")).toBe("32768");
    expect((await half.bytes()).byteLength).toBe(32_768);
  });

  test.each(["truncated", "malformed", "resets-mid-body"])("%s keeps status and type", async (name) => {
    const simulator = createSimulator({
      name: "gone",
      scenarios: standardScenarios({ malform: (body) => body, serverFault: () => Response.error() }),
      document: () => undefined,
      operationOf: () => "find",
      answer: () => answerText(404, "text/x-plain", "no such page"),
    });
    simulator.switchTo({ name });
    const { status, headers } = await simulator.fetch(ask());
    expect([status, headers.get("content-type")]).toEqual([404, "text/x-plain"]);
  });

  test("intermittent fails the same calls again after switching to it again", async () => {
    const greeter = createGreeter();
    const run = async (): Promise<string> => {
      greeter.switchTo({ name: "intermittent", percent: 50, seed: 7 });
      const types = [];
      for (let call = 0; call < 40; call += 1)
        types.push((await greeter.fetch(ask())).type === "error" ? "x" : ".");
      return types.join("");
    };
    const first = await run();
    expect(await run()).toBe(first);
    expect(first).toMatch(/x.*\..*x.*\./);
  });

  test("intermittent at 0 percent never fails and at 100 always does", async () => {
    const greeter = createGreeter();
    for (const [percent, type] of [
      [0, "default"],
      [100, "error"],
    ] as const) {
      greeter.switchTo({ name: "intermittent", percent });
      for (let call = 0; call < 20; call += 1) expect((await greeter.fetch(ask())).type).toBe(type);
    }
  });

  test("the contract is served in any scenario and not counted", async () => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "hangs" });
    expect(await (await greeter.fetch(new Request("http://greeter.test/?contract"))).text()).toBe("greets");
    expect(greeter.calls().total).toBe(0);
  });
});

describe("a scenario's parameters", () => {
  test("are these, with these defaults", () => {
    const { scenarios } = createGreeter();
    const all = Object.fromEntries(scenarios.map(({ name, parameters }) => [name, parameters]));
    expect(all).toMatchObject({
      slow: { delayMs: { default: 1_500, min: 0, max: 600_000 } },
      intermittent: {
        percent: { default: 50, min: 0, max: 100 },
        seed: { default: 1, min: 0, max: 4_294_967_295 },
      },
    });
  });

  test.each([
    ["slow", "delayMs", 0, 600_000],
    ["intermittent", "percent", 0, 100],
    ["intermittent", "seed", 0, 4_294_967_295],
  ])("%s takes %s from %i to %i", (name, parameter, min, max) => {
    const greeter = createGreeter();
    for (const value of [min, max]) {
      expect(greeter.switchTo({ name, [parameter]: value }).parameters).toMatchObject({ [parameter]: value });
    }
    for (const value of [min - 1, max + 1])
      expect(() => greeter.switchTo({ name, [parameter]: value })).toThrow(
        `"${parameter}" must be a whole number from ${min} to ${max}.`,
      );
  });

  test("of every object are none of a scenario's", () => {
    const greeter = createGreeter();
    expect(() => greeter.switchTo({ name: "slow", constructor: 1 })).toThrow('no parameter "constructor"');
  });

  test("decide by seed which calls fail, and how many", async () => {
    const greeter = createGreeter();
    const run = async (seed: number) => {
      greeter.switchTo({ name: "intermittent", percent: 20, seed });
      let seen = "";
      for (let call = 0; call < 500; call += 1)
        seen += (await greeter.fetch(ask())).type === "error" ? "x" : ".";
      return seen;
    };
    const [one, two] = [await run(1), await run(2)];
    expect(one).not.toBe(two);
    expect([one, two].map((seen) => Math.round(seen.replaceAll(".", "").length / 50))).toEqual([2, 2]);
  });
});

describe("time in a simulator", () => {
  test("slow answers after its delay and not before", async () => {
    const clock = fakeClock();
    const greeter = createGreeter(clock);
    greeter.switchTo({ name: "slow", delayMs: 1_000 });
    const answered = vi.fn<(response: Response) => void>();
    const answer = greeter.fetch(ask()).then(answered);
    await clock.advance(999);
    expect(answered).not.toHaveBeenCalled();
    await clock.advance(1);
    await answer;
    expect(answered).toHaveBeenCalledOnce();
  });

  test("slow listens no longer than it waits", async () => {
    const clock = fakeClock();
    const signals: AbortSignal[] = [];
    const simulator = createSimulator({
      name: "listening",
      clock,
      scenarios: standardScenarios({ malform: (body) => body, serverFault: () => Response.error() }),
      document: () => undefined,
      operationOf: ({ signal }) => `call ${signals.push(signal)}`,
      answer: () => new Response("x"),
    });
    simulator.switchTo({ name: "slow", delayMs: 10 });
    const answer = simulator.fetch(ask());
    await vi.waitFor(() =>
      expect(signals.map((signal) => getEventListeners(signal, "abort").length)).toEqual([1]),
    );
    await clock.advance(10);
    await answer;
    expect(signals.map((signal) => getEventListeners(signal, "abort").length)).toEqual([0]);
  });

  test.each(["slow", "hangs"])("%s ends when the caller leaves, and leaves no timer behind", async (name) => {
    const clock = fakeClock();
    const greeter = createGreeter(clock);
    greeter.switchTo({ name });
    const caller = new AbortController();
    const answer = greeter.fetch(ask(caller.signal));
    answer.catch(() => undefined);
    await clock.advance(10);
    expect(greeter.calls().inFlight).toBe(1);
    caller.abort(new Error("bored"));
    await expect(answer).rejects.toThrow("bored");
    expect(greeter.calls().inFlight).toBe(0);
    expect(clock.pending).toBe(0);
  });
});

describe("a caller that leaves a simulator", () => {
  test.each(["slow", "hangs"])("before it has asked is not waited for by %s", async (name) => {
    const clock = fakeClock();
    const greeter = createGreeter(clock);
    greeter.switchTo({ name });
    const left = AbortSignal.abort(new Error("never mind"));
    await expect(greeter.fetch(ask(left))).rejects.toThrow("never mind");
    expect([greeter.calls().inFlight, clock.pending]).toEqual([0, 0]);
  });

  test("leaves its request to be forgotten, and so does one that was answered", async () => {
    const greeter = createGreeter();
    const answered = async () => {
      const request = ask();
      await greeter.fetch(request);
      return new WeakRef(request);
    };
    const requests = [await answered(), await answered(), await answered()];
    for (let round = 0; round < 3; round += 1) {
      await new Promise(setImmediate);
      collect("major");
    }
    expect(requests.filter((request) => request.deref() !== undefined)).toEqual([]);
  });

  test("is noticed even when nothing but the call itself remembers its request", async () => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "hangs" });
    const caller = new AbortController();
    const answer = greeter.fetch(ask(caller.signal));
    const told = vi.fn<(reason: unknown) => void>();
    answer.catch(told);
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(1));
    for (let round = 0; round < 3; round += 1) {
      await new Promise(setImmediate);
      collect("major");
    }
    caller.abort(new Error("bored"));
    await new Promise(setImmediate);
    expect(told).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "bored" }));
    expect(greeter.calls().inFlight).toBe(0);
  });
});

describe("what a simulator counts", () => {
  test("what is posted to the contract's address is a call", async () => {
    const greeter = createGreeter();
    await greeter.fetch(new Request("http://greeter.test/?contract", { method: "POST" }));
    expect(greeter.calls().byOperation).toEqual({ tell: 1 });
  });

  test("calls by operation as they arrive, those in flight, and the most at once", async () => {
    const greeter = createGreeter();
    const caller = new AbortController();
    greeter.switchTo({ name: "hangs" });
    const hanging = [1, 2, 3].map(() => greeter.fetch(ask(caller.signal)));
    const ended = Promise.allSettled(hanging);
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(3));
    greeter.switchTo({ name: "healthy" });
    await greeter.fetch(new Request("http://greeter.test/", { method: "POST", body: "hi" }));
    expect(greeter.calls()).toEqual({
      total: 4,
      byOperation: { greet: 3, tell: 1 },
      inFlight: 3,
      inFlightMax: 4,
    });
    greeter.resetCalls();
    expect(greeter.calls()).toEqual({ total: 0, byOperation: {}, inFlight: 3, inFlightMax: 3 });
    caller.abort();
    await ended;
    await greeter.fetch(ask());
    expect(greeter.calls()).toEqual({
      total: 1,
      byOperation: { greet: 1 },
      inFlight: 0,
      inFlightMax: 3,
    });
  });
});
