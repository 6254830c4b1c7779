import { type ProductPage, type ProductQuery, ProductPageSchema as OurPageSchema } from "@portico/domain";
import type { CallContext } from "@portico/core";
import type { CatalogClient } from "../client.ts";
import { catalogPolicy } from "../policy.ts";
import { toProduct } from "../product.ts";
import { ProductPageSchema } from "../wire.ts";
import { catalogOperation } from "./define.ts";

export const listProducts = catalogOperation({
  kind: "read",
  audience: "public",
  policy: catalogPolicy,
  output: OurPageSchema,
  async run(query: ProductQuery, catalog, call): Promise<ProductPage> {
    const { offset, limit } = query;
    const skipped = offset % limit;
    const firstPage = Math.floor(offset / limit) + 1;
    // They know pages, we ask for windows: one that straddles two pages needs both.
    const pages = await Promise.all(
      (skipped === 0 ? [firstPage] : [firstPage, firstPage + 1]).map((page) =>
        askPage(query, page, catalog, call),
      ),
    );
    return {
      products: pages.flatMap(({ data }) => data.map(toProduct)).slice(skipped, skipped + limit),
      total: Number(pages[0]?.pagination.total),
    };
  },
});

function askPage(
  { category, text, limit }: ProductQuery,
  page: number,
  catalog: CatalogClient,
  call: CallContext,
) {
  const query = new URLSearchParams({ page: String(page), per_page: String(limit) });
  if (category !== undefined) query.set("cat", category);
  if (text !== undefined) query.set("q", text);
  return catalog.get(`/api/products?${query}`, ProductPageSchema, call);
}
