import { idParam, notFound } from "@portico/bff-kit";
import { z } from "zod";
import { screen } from "../ports.ts";
import { productPageExample, ProductPageViewSchema, toProductPage } from "./product.view.ts";

export const productDetail = screen("/v1/products/{sku}", {
  name: "productDetail",
  summary: "One product",
  budgetMs: 3_000,
  path: z.object({ sku: idParam("WIN-0001") }),
}).required("product", {
  schema: ProductPageViewSchema,
  example: productPageExample,
  from: ["products"],
  async load({ products }, { path, call }) {
    const product = await products.findProduct({ sku: path.sku }, call);
    if (product === null) throw notFound("product");
    return toProductPage(product);
  },
});
