import type { Product } from "@portico/domain";
import { z } from "zod";
import { cursorPage } from "../paging/cursor-page.ts";
import { pageOf, pageParams } from "../paging/page-params.ts";
import { screen } from "../ports.ts";
import { productItemExample, ProductItemSchema, toProductItem } from "./product-item.view.ts";

export const productList = screen("/v1/products", {
  name: "productList",
  summary: "The catalog, in order of SKU",
  budgetMs: 2_000,
  query: z.object({
    category: z.string().min(1).max(64).optional(),
    q: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("Words that must all occur in name, brand or description."),
    ...pageParams,
  }),
}).required("products", {
  schema: pageOf(ProductItemSchema).meta({ id: "ProductPage" }),
  example: { items: [productItemExample], nextCursor: null },
  from: ["products"],
  async load({ products }, { query, call }) {
    const { category, q, cursor, limit } = query;
    const list = {
      name: JSON.stringify(["products", category, q]),
      async fetch(offset: number, count: number) {
        const page = await products.listProducts({ category, text: q, offset, limit: count }, call);
        return { items: page.products, total: page.total };
      },
      idOf: (product: Product) => product.sku,
      keyOf: (product: Product) => product.sku,
      isBehind: (product: Product, after: { readonly key: string }) => product.sku > after.key,
    };
    const page = await cursorPage(list, cursor, limit);
    return { items: page.items.map(toProductItem), nextCursor: page.nextCursor };
  },
});
