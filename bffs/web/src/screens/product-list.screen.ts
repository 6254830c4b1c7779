import { z } from "zod";
import { screen } from "../ports.ts";
import { productCardExample, ProductCardSchema, toProductCard } from "./product.view.ts";
import { tableOf, tableParams, toTable, toWindow } from "./table.view.ts";

export const productList = screen("/v1/products", {
  name: "productList",
  summary: "The catalog, a page at a time, in order of SKU",
  budgetMs: 3_000,
  query: z.object({
    category: z.string().min(1).max(64).optional(),
    q: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("Words that must all occur in name, brand or description."),
    ...tableParams,
  }),
}).required("products", {
  schema: tableOf(ProductCardSchema).meta({ id: "ProductTable" }),
  example: toTable([productCardExample], 1, { page: 1, pageSize: 20 }),
  from: ["products"],
  async load({ products }, { query, call }) {
    const page = await products.listProducts(
      { category: query.category, text: query.q, ...toWindow(query) },
      call,
    );
    return toTable(page.products.map(toProductCard), page.total, query);
  },
});
