import { readFile } from "node:fs/promises";
import { openAdapter } from "@portico/adapter-kit";
import { testCall } from "@portico/core/testing";
import type { Product } from "@portico/domain";
import { catalogBasePath, catalogDevApiKey, createCatalogMock } from "@portico/mock-catalog";
import { serveFetch } from "@portico/mock-kit";
import { growProducts, type SeedProduct } from "@portico/mock-seed";
import { expect, test } from "vitest";
import { catalog, CatalogConfigSchema } from "../src/index.ts";

const SEED = 1;

/** What a product is to us, straight from the facts: no wire in between. */
const expected = (product: SeedProduct): Product => ({
  sku: product.sku,
  name: product.title,
  description: product.description,
  category: product.category,
  brand: product.brand,
  price: { amount: (product.priceCents / 100).toFixed(2), currency: "EUR" },
  unit: product.unit,
  packSize: product.packSize,
  pictureUrl: product.pictureUrl,
  orderable: product.active,
});

test("every product of the estate arrives as it is, in order of SKU", async () => {
  const server = await serveFetch(createCatalogMock({ seed: SEED }).fetch);
  const config = CatalogConfigSchema.parse({
    url: server.origin + catalogBasePath,
    apiKey: catalogDevApiKey,
  });
  const adapter = openAdapter(catalog, config);
  const seeded = growProducts(SEED).toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
  const arrived: Product[] = [];
  for (let offset = 0; offset < seeded.length; offset += 100) {
    const page = await adapter.operations.listProducts({ offset, limit: 100 }, testCall());
    expect(page.total).toBe(seeded.length);
    arrived.push(...page.products);
  }
  expect(arrived).toEqual(seeded.map(expected));
  await adapter.close();
  await server.close();
});

test("catalog.openapi.yaml is still what the system gives", async () => {
  const theirs = new URL("../../../mocks/catalog/contract/catalog.openapi.yaml", import.meta.url);
  const ours = new URL("../contract/catalog.openapi.yaml", import.meta.url);
  expect(await readFile(ours, "utf8")).toBe(await readFile(theirs, "utf8"));
});
