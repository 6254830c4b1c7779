import { idParam, notFound, view } from "@portico/bff-kit";
import type { Product } from "@portico/domain";
import { z } from "zod";
import { screen } from "../ports.ts";
import { productItemExample, ProductItemSchema, toProductItem } from "./product-item.view.ts";

const ProductPageViewSchema = ProductItemSchema.extend({
  description: z.string(),
  unit: z.string(),
  packSize: z.number().int(),
  orderable: z.boolean(),
}).meta({ id: "Product" });

export const productDetail = screen("/v1/products/{sku}", {
  name: "productDetail",
  summary: "One product",
  budgetMs: 2_000,
  path: z.object({ sku: idParam("WIN-0001") }),
}).required("product", {
  schema: ProductPageViewSchema,
  example: {
    ...productItemExample,
    description: "Frischer Riesling mit feiner Säure, Zitrus und grünem Apfel.",
    unit: "bottle 0.75 l",
    packSize: 6,
    orderable: true,
  },
  from: ["products"],
  async load({ products }, { path, call }) {
    const product = await products.findProduct({ sku: path.sku }, call);
    if (product === null) throw notFound("product");
    return toProductPage(product);
  },
});

const toProductPage = view((product: Product) => {
  const { description, unit, packSize, orderable } = product;
  return { ...toProductItem(product), description, unit, packSize, orderable };
});
