import { defineAdapter } from "@portico/adapter-kit";
import { createCatalogClient } from "./client.ts";
import { CatalogConfigSchema } from "./config.ts";
import { findProduct } from "./operations/find-product.ts";
import { findProducts } from "./operations/find-products.ts";
import { listFeatured } from "./operations/list-featured.ts";
import { listProducts } from "./operations/list-products.ts";

export const catalog = defineAdapter({
  name: "catalog",
  config: CatalogConfigSchema,
  connect: createCatalogClient,
  operations: { listProducts, findProduct, findProducts, listFeatured },
});
