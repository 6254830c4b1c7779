import type { Operation } from "@portico/core";
import { z } from "zod";
import { MoneySchema } from "./money.ts";

export const ProductSchema = z.object({
  sku: z.string(),
  name: z.string(),
  description: z.string(),
  category: z.string(),
  brand: z.string(),
  price: MoneySchema,
  /** What one piece is: `"bottle 0.75 l"`, `"kg"`. */
  unit: z.string(),
  /** Pieces in one sales unit. */
  packSize: z.number().int(),
  pictureUrl: z.url().nullable(),
  /** Whether it can be ordered at all; says nothing about stock. */
  orderable: z.boolean(),
});
export type Product = z.infer<typeof ProductSchema>;

/** A window into the catalog, ordered by SKU. */
export interface ProductQuery {
  readonly category?: string | undefined;
  /** Words that must all occur in name, brand or description. */
  readonly text?: string | undefined;
  readonly offset: number;
  /** 1 to 100. */
  readonly limit: number;
}

export const ProductPageSchema = z.object({
  products: z.array(ProductSchema).readonly(),
  /** How many products match, on all pages. */
  total: z.number().int(),
});
export type ProductPage = z.infer<typeof ProductPageSchema>;

export interface ProductCatalog {
  readonly listProducts: Operation<ProductQuery, ProductPage>;
  readonly findProduct: Operation<{ readonly sku: string }, Product | null>;
  /** Those that exist, in the order asked; unknown SKUs are left out. */
  readonly findProducts: Operation<{ readonly skus: readonly string[] }, readonly Product[]>;
  /** This week's promoted products, best first. */
  readonly listFeatured: Operation<{ readonly limit: number }, readonly Product[]>;
}
