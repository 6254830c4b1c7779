import { passPauses } from "@portico/bff-kit/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Estate, openEstate } from "../estate.ts";

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
beforeEach(() => estate.restart());
afterAll(() => estate.close());

interface Row {
  readonly orderId: string;
  readonly status: string;
  readonly placedAt: string;
  readonly total: { readonly amount: string };
}
interface Table {
  readonly rows: Row[];
  readonly total: number;
  readonly pageCount: number;
}

async function orders(search: string): Promise<Table> {
  const response = await estate.get(`/v1/orders?${search}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { orders: Table }).orders;
}

test("the pages of the table together are all orders, newest first, each once", async () => {
  const first = await orders("pageSize=25");
  const pages = [first];
  for (let page = 2; page <= first.pageCount; page++) pages.push(await orders(`pageSize=25&page=${page}`));
  const rows = pages.flatMap((page) => page.rows);
  expect(rows).toHaveLength(first.total);
  expect(first.total).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map(({ orderId }) => orderId)).size).toBe(first.total);
  const placed = rows.map(({ placedAt }) => Date.parse(placedAt));
  expect(placed).toEqual(placed.toSorted((a, b) => b - a));
});

test("a page after the last is empty, and says how many there are", async () => {
  const { total } = await orders("");
  expect(await orders("page=10000")).toMatchObject({ rows: [], total });
});

test("a filter shows only that status, and the filters together show everything", async () => {
  const statuses = ["received", "confirmed", "shipped", "delivered", "cancelled"];
  const tables = await Promise.all(statuses.map((status) => orders(`status=${status}&pageSize=100`)));
  for (const [i, { rows }] of tables.entries())
    expect(rows.every(({ status }) => status === statuses[i])).toBe(true);
  const { total } = await orders("");
  expect(tables.reduce((sum, table) => sum + table.total, 0)).toBe(total);
});

test("sorting by total puts the smallest first, or with a minus the largest", async () => {
  const amounts = async (sort: string) =>
    (await orders(`sort=${sort}&pageSize=100`)).rows.map(({ total }) => Number(total.amount));
  const rising = await amounts("total");
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  const falling = await amounts("-total");
  expect(falling).toEqual(falling.toSorted((a, b) => b - a));
});

test("an order shows its lines with product names, for one call to each system", async () => {
  const [row] = (await orders("")).rows;
  estate.mocks.erp.resetCalls();
  const response = await estate.get(`/v1/orders/${row?.orderId}`);
  const page = (await response.json()) as {
    order: { total: { amount: string } };
    lines: { kind: string; product?: { name: string } | null; total?: { amount: string } }[];
  };
  const products = page.lines.filter(({ kind }) => kind === "product");
  expect(products.length).toBeGreaterThan(0);
  for (const { product } of products) expect(product?.name).toMatch(/\w/);
  const cents = page.lines.reduce((sum, { total }) => sum + Math.round(Number(total?.amount ?? 0) * 100), 0);
  expect(cents).toBe(Math.round(Number(page.order.total.amount) * 100));
  expect(estate.mocks.erp.calls().byOperation).toEqual({ GetOrder: 1 });
  expect(estate.mocks.catalog.calls().total).toBe(1);
});

test("an order's lines stay when the catalog is down: without names, and marked", async () => {
  const [row] = (await orders("")).rows;
  estate.mocks.catalog.switchTo({ name: "refuses" });
  const page = (await (await passPauses(estate, estate.get(`/v1/orders/${row?.orderId}`))).json()) as {
    lines: { kind: string; sku?: string; product?: unknown }[];
    sectionStates: unknown;
  };
  expect(page.sectionStates).toEqual({ lines: { state: "partial", reason: "backend_unavailable" } });
  const products = page.lines.filter(({ kind }) => kind === "product");
  expect(products.length).toBeGreaterThan(0);
  for (const line of products) expect(line).toMatchObject({ product: null });
});

test("somebody else's order looks exactly like one that does not exist", async () => {
  const [row] = (await orders("")).rows;
  const answers = [];
  for (const [orderId, user] of [
    [row?.orderId, "100002"],
    ["4599999999", "100002"],
    ["no-such-order", "100002"],
  ]) {
    const response = await estate.get(`/v1/orders/${orderId}`, {
      "x-portico-user": user ?? "",
      "x-request-id": "the-same-for-all",
    });
    answers.push({
      status: response.status,
      headers: [...response.headers],
      body: await response.text(),
    });
  }
  expect(answers[0]?.status).toBe(404);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test("two users that ask at the same time each get their own", async () => {
  const users = ["100001", "100002", "100003", "100004"];
  const pages = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const user = users[i % users.length] ?? "";
      const response = await estate.get("/v1/home", { "x-portico-user": user });
      return { user, customer: ((await response.json()) as { customer: { id: string } }).customer.id };
    }),
  );
  for (const { user, customer } of pages) expect(customer).toBe(user);
});
