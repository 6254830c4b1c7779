import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { passPauses } from "@portico/bff-kit/testing";
import { type Estate, openEstate } from "../estate.ts";

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
beforeEach(() => estate.restart());
afterAll(() => estate.close());

interface Home {
  readonly customer: { readonly companyName: string };
  readonly recentOrders: unknown[] | null;
  readonly featured: unknown[] | null;
  readonly sectionStates: Record<string, unknown>;
}

const home = async () => (await (await estate.get("/v1/home")).json()) as Home;

test("home shows the customer, ten recent orders and eight offers, names with umlauts intact", async () => {
  const page = await home();
  expect(page.customer.companyName).toBe("Café Morgenröte Nürnberg");
  expect(page.recentOrders).toHaveLength(10);
  expect(page.featured).toHaveLength(8);
  expect(page.sectionStates).toEqual({});
});

test("orders of a moment ago stand in while the ERP is down, marked with their age, for ten minutes", async () => {
  const before = await home();
  const asOf = new Date(estate.clock.epochMs()).toISOString();
  estate.mocks.erp.switchTo({ name: "refuses" });

  await estate.clock.advance(60_000);
  const during = await passPauses(estate, home());
  expect(during.recentOrders).toEqual(before.recentOrders);
  expect(during.sectionStates).toEqual({
    recentOrders: { state: "stale", reason: "backend_unavailable", asOf },
  });

  await estate.clock.advance(600_000);
  const later = await passPauses(estate, home());
  expect(later.recentOrders).toBeNull();
  expect(later.sectionStates).toEqual({
    recentOrders: { state: "unavailable", reason: "backend_unavailable" },
  });

  estate.mocks.erp.switchTo({ name: "healthy" });
  expect((await home()).sectionStates).toEqual({});
});

test("a CRM that is down makes home a 503 that names the section and says when to come back", async () => {
  estate.mocks.crm.switchTo({ name: "refuses" });
  const response = await passPauses(estate, estate.get("/v1/home"));
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await response.json()).toMatchObject({
    type: "urn:portico:problem:backend-unavailable",
    status: 503,
    section: "customer",
  });
});

test("what a backend says in its failure never reaches the client", async () => {
  estate.mocks.crm.switchTo({ name: "row-locked" });
  const response = await passPauses(estate, estate.get("/v1/home"));
  expect(response.status).toBe(503);
  expect(await response.text()).not.toMatch(/gesperrt|Kunde|100001|soap/i);
});

test("after five failures the catalog is left alone, and the page says for how long", async () => {
  const { catalog } = estate.mocks;
  catalog.switchTo({ name: "refuses" });
  // Each page asks twice, so that the third one has the fifth failure.
  for (let i = 0; i < 3; i++) await passPauses(estate, home());
  expect(catalog.calls().total).toBe(5);
  const { featured } = (await home()).sectionStates as Record<string, { retryAfterMs: number }>;
  expect(featured).toMatchObject({ state: "unavailable", reason: "circuit_open" });
  expect(featured?.retryAfterMs).toBeGreaterThan(3_500);
  expect(featured?.retryAfterMs).toBeLessThanOrEqual(6_000);
  expect(catalog.calls().total).toBe(5);
});

test("a catalog that hangs costs five pages a second each, and the next ones nothing", async () => {
  const { clock, mocks } = estate;
  mocks.catalog.switchTo({ name: "hangs" });
  for (let i = 0; i < 5; i++) {
    const page = home();
    await expect.poll(() => mocks.catalog.calls().total).toBe(i + 1);
    await clock.advance(1_000);
    expect((await page).sectionStates).toEqual({
      featured: { state: "unavailable", reason: "backend_timeout" },
    });
  }
  expect((await home()).sectionStates["featured"]).toMatchObject({ reason: "circuit_open" });
  expect(mocks.catalog.calls().total).toBe(5);
});

test("a hundred clients that ask at once cost each backend one call", async () => {
  await Promise.all(Array.from({ length: 100 }, home));
  const { crm, erp, catalog } = estate.mocks;
  expect([crm, erp, catalog].map((system) => system.calls().total)).toEqual([1, 1, 1]);
});
