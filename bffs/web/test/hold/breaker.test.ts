import { type BreakerStateEvent, events } from "@portico/core";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { type Estate, openEstate } from "../estate.ts";

/** More than twice what a circuit wants to have seen. */
const MANY = 50;

let estate: Estate;
let states: BreakerStateEvent["state"][];
beforeEach(async () => {
  // A circuit's own time is the platform's; what is made of sockets needs none of it.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  estate = await openEstate();
  states = [];
  onTestFinished(events.breakerState.subscribe(({ state }) => void states.push(state)));
});
afterEach(async () => {
  vi.useRealTimers();
  await estate.close();
});

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
const erpCalls = () => estate.mocks.erp.calls();

/** Lets time pass for what waits for nobody but the clock: the pause before a second try. */
async function answered<T>(asked: Promise<T>): Promise<T> {
  const settled = vi.fn<() => void>();
  asked.then(settled, settled);
  for (let turns = 1; settled.mock.calls.length === 0; turns += 1) {
    await turn();
    if (turns % 20 === 0 && erpCalls().inFlight === 0) await estate.clock.advance(5);
  }
  return asked;
}

/** Both times, side by side. */
async function passes(ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 100) {
    await estate.clock.advance(100);
    vi.advanceTimersByTime(100);
  }
}

/** No two of them ask the same. */
let asked = 0;
const askForOrders = async (): Promise<number> => {
  asked += 1;
  const response = await estate.get("/v1/orders", { "x-portico-user": String(200_000 + asked) });
  return response.status;
};
const askMany = (count: number) => Promise.all(Array.from({ length: count }, askForOrders));
async function untilInFlight(count: number): Promise<void> {
  while (erpCalls().inFlight < count) await turn();
  for (let more = 0; more < 50; more += 1) await turn();
}

test("an open circuit asks nothing; three calls try; then the system has its load back, and no peak", async () => {
  estate.mocks.erp.switchTo({ name: "refuses" });
  await answered(askMany(MANY));
  expect(states).toEqual(["open"]);
  estate.mocks.erp.resetCalls();
  expect(new Set(await answered(askMany(MANY)))).toEqual(new Set([503]));
  expect(erpCalls().total).toBe(0);

  estate.mocks.erp.switchTo({ name: "slow", delayMs: 100 });
  await passes(6_000);
  const many = askMany(MANY);
  await untilInFlight(3);
  expect(erpCalls().total).toBe(3);
  await estate.clock.advance(100);
  expect((await many).filter((status) => status === 200)).toHaveLength(3);
  expect(states).toEqual(["open", "half_open", "closed"]);

  estate.mocks.erp.switchTo({ name: "healthy" });
  for (let steady = 0; steady < 10; steady += 1) {
    estate.mocks.erp.resetCalls();
    expect(new Set(await answered(askMany(10)))).toEqual(new Set([200]));
    expect(erpCalls().total).toBeLessThanOrEqual(12);
    await passes(100);
  }
});

test("a circuit opens on slowness, though every answer is right", async () => {
  estate.mocks.erp.switchTo({ name: "slow", delayMs: 1_300 });
  const slow = askMany(MANY);
  await untilInFlight(MANY);
  await estate.clock.advance(1_300);
  expect(new Set(await slow)).toEqual(new Set([200]));
  expect(states).toEqual(["open"]);
  expect(await askForOrders()).toBe(503);
});

test("a circuit stays closed for orders there are not, and for what we refuse ourselves", async () => {
  for (let order = 0; order < MANY; order += 1) {
    const none = estate.get(`/v1/orders/${9_000_000 + order}`);
    expect((await answered(Promise.resolve(none))).status).toBe(404);
  }
  expect(erpCalls().total).toBe(MANY);

  estate.mocks.erp.resetCalls();
  estate.mocks.erp.switchTo({ name: "slow", delayMs: 500 });
  const tooMany = askMany(300);
  await untilInFlight(64);
  await estate.clock.advance(100);
  await untilInFlight(64);
  expect(erpCalls().inFlightMax).toBe(64);
  await estate.clock.advance(400);
  const statuses = await answered(tooMany);
  expect(statuses.filter((status) => status === 200)).toHaveLength(64);
  expect(statuses.filter((status) => status === 503)).toHaveLength(300 - 64);
  expect(states).toEqual([]);
});

test("while two calls in five fail, the system is asked at most 1.2 times as often", async () => {
  estate.mocks.erp.switchTo({ name: "intermittent", percent: 40 });
  const count = 200;
  for (let i = 0; i < count; i += 1) await answered(askForOrders());
  expect(erpCalls().total).toBeGreaterThan(count);
  expect(erpCalls().total).toBeLessThanOrEqual(1.2 * count + 3);
  expect(states).toEqual([]);
});
