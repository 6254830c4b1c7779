import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Estate, openEstate } from "../estate.ts";

const CALLERS = 1_000;

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
beforeEach(() => estate.restart());
afterAll(() => estate.close());

const inFlight = () => estate.mocks.catalog.calls().inFlight;
const PATIENCE = { timeout: 15_000, interval: 5 };

/** A thousand at once, the first of them with a client that may leave. */
function askAtOnce(path: string) {
  const leader = new AbortController();
  const first = Promise.resolve(estate.get(path, {}, leader.signal));
  const others = Array.from({ length: CALLERS - 1 }, () => Promise.resolve(estate.get(path)));
  return { leader, first, others };
}
const statusesOf = async (answers: readonly Promise<Response>[]) =>
  new Set((await Promise.all(answers)).map(({ status }) => status));

test("a thousand requests for a product nobody remembers are one question", async () => {
  const { first, others } = askAtOnce("/v1/products/WIN-0001");
  expect(await statusesOf([first, ...others])).toEqual(new Set([200]));
  expect(estate.mocks.catalog.calls().total).toBe(1);
});

test("a thousand homes of a customer are one question for the customer and one for the orders", async () => {
  const { first, others } = askAtOnce("/v1/home");
  expect(await statusesOf([first, ...others])).toEqual(new Set([200]));
  expect(estate.mocks.crm.calls().total).toBe(1);
  expect(estate.mocks.erp.calls().total).toBe(1);
});

test("the client of the first of them leaves: the others have their answer, and nobody asks again", async () => {
  estate.mocks.catalog.switchTo({ name: "slow", delayMs: 200 });
  const { leader, first, others } = askAtOnce("/v1/products/WIN-0001");
  await vi.waitFor(() => expect(inFlight()).toBe(1), PATIENCE);
  leader.abort();
  expect((await first).status).not.toBe(200);
  await estate.clock.advance(200);
  expect(await statusesOf(others)).toEqual(new Set([200]));
  expect(estate.mocks.catalog.calls().total).toBe(1);
});

test("all their clients leave: the system is told so", async () => {
  estate.mocks.catalog.switchTo({ name: "hangs" });
  const leaving = new AbortController();
  const asked = Array.from({ length: CALLERS }, async () =>
    estate.get("/v1/products/WIN-0001", {}, leaving.signal),
  );
  await vi.waitFor(() => expect(inFlight()).toBe(1), PATIENCE);
  leaving.abort();
  await Promise.all(asked);
  await vi.waitFor(() => expect(inFlight()).toBe(0), PATIENCE);
  expect(estate.mocks.catalog.calls().total).toBe(1);
});

test("an answer that cannot be read was asked for once, not once for each of them, and is not remembered", async () => {
  estate.mocks.catalog.switchTo({ name: "malformed" });
  const { first, others } = askAtOnce("/v1/products/WIN-0001");
  expect(await statusesOf([first, ...others])).toEqual(new Set([502]));
  expect(estate.mocks.catalog.calls().total).toBe(1);
  estate.mocks.catalog.switchTo({ name: "healthy" });
  expect((await estate.get("/v1/products/WIN-0001")).status).toBe(200);
});
