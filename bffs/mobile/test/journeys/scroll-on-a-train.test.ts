import { passPauses } from "@portico/bff-kit/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Estate, openEstate } from "../estate.ts";
import { urlsOf } from "../urls.ts";

let estate: Estate;
beforeAll(async () => {
  estate = await openEstate();
});
beforeEach(() => estate.restart());
afterAll(() => estate.close());

interface Page {
  readonly items: { readonly id?: string; readonly sku?: string }[];
  readonly nextCursor: string | null;
}

async function scroll(path: string, name: string, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const response: Response = await estate.get(
      `${path}${path.includes("?") ? "&" : "?"}limit=${limit}${cursor === null ? "" : `&cursor=${cursor}`}`,
    );
    expect(response.status).toBe(200);
    const page: Page = ((await response.json()) as Record<string, Page>)[name] as Page;
    seen.push(...page.items.map(({ id, sku }) => id ?? sku ?? ""));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return seen;
}

test("scrolling to the end shows every order once", async () => {
  const seen = await scroll("/v1/orders", "orders", 7);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.toSorted()).toEqual((await scroll("/v1/orders", "orders", 50)).toSorted());
  expect(seen.length).toBeGreaterThanOrEqual(60);
});

test("scrolling a category shows every product once, in order of SKU", async () => {
  const seen = await scroll("/v1/products?category=wine", "products", 13);
  expect(seen.length).toBeGreaterThan(13);
  expect(seen).toEqual([...new Set(seen)].toSorted());
});

test("every screen has a strong ETag, and 304 when the phone already has it", async () => {
  for (const url of Object.values(await urlsOf(estate.get))) {
    const first = await estate.get(url);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"/);
    const again = await estate.get(url, { "if-none-match": etag });
    expect({ url, status: again.status, body: await again.text() }).toEqual({ url, status: 304, body: "" });
  }
});

test("a degraded page has another ETag than the whole one", async () => {
  const whole = await estate.get("/v1/home");
  await estate.restart();
  estate.mocks.catalog.switchTo({ name: "refuses" });
  const degraded = await passPauses(
    estate,
    estate.get("/v1/home", { "if-none-match": whole.headers.get("etag") ?? "" }),
  );
  expect(degraded.status).toBe(200);
  expect(degraded.headers.get("etag")).not.toBe(whole.headers.get("etag"));
});

test.each(["nonsense", "W10", "e30", "💥", "a".repeat(1_001)])(
  "the cursor %s is a 400 on query.cursor",
  async (cursor) => {
    const response = await estate.get(`/v1/orders?cursor=${encodeURIComponent(cursor)}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ field: "query.cursor" }] });
  },
);

test("a cursor of one list is a 400 on another", async () => {
  const page = ((await (await estate.get("/v1/orders?limit=5")).json()) as { orders: Page }).orders;
  for (const url of ["/v1/orders?status=shipped&", "/v1/products?"]) {
    const response = await estate.get(`${url}cursor=${page.nextCursor}`);
    expect(response.status).toBe(400);
  }
});

test("somebody else's cursor is a 400", async () => {
  const page = ((await (await estate.get("/v1/orders?limit=5")).json()) as { orders: Page }).orders;
  const response = await estate.get(`/v1/orders?limit=5&cursor=${page.nextCursor}`, {
    "x-portico-user": "100002",
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ field: "query.cursor" }] });
});

test.each([
  ["far beyond the end", (json: unknown[]) => [9_999_999, ...json.slice(1)]],
  ["behind an item that never was", (json: unknown[]) => [5, "4599999999", "not a date", ...json.slice(3)]],
])("a cursor that was tampered with to point %s is a 400 or a page, never a failure", async (_, tamper) => {
  const page = ((await (await estate.get("/v1/orders?limit=5")).json()) as { orders: Page }).orders;
  const json = JSON.parse(Buffer.from(page.nextCursor ?? "", "base64url").toString()) as unknown[];
  const cursor = Buffer.from(JSON.stringify(tamper(json))).toString("base64url");
  expect([200, 400]).toContain((await estate.get(`/v1/orders?limit=5&cursor=${cursor}`)).status);
});
