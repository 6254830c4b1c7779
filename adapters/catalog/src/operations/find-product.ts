import { type Product, ProductSchema, productTag } from "@portico/domain";
import { UnknownSku } from "../faults.ts";
import { catalogPolicy } from "../policy.ts";
import { toProduct } from "../product.ts";
import { isSku, ProductAnswerSchema } from "../wire.ts";
import { catalogOperation } from "./define.ts";

export const findProduct = catalogOperation({
  kind: "read",
  audience: "public",
  policy: catalogPolicy,
  output: ProductSchema.nullable(), // null: the catalog knows no such SKU
  async run({ sku }: { readonly sku: string }, catalog, call): Promise<Product | null> {
    try {
      return toProduct((await catalog.get(`/api/products/${sku}`, ProductAnswerSchema, call)).data);
    } catch (error) {
      if (error instanceof UnknownSku) return null;
      throw error;
    }
  },
  unasked: ({ sku }) => (isSku(sku) ? undefined : null),
  tags: ({ sku }) => [productTag(sku)],
});
