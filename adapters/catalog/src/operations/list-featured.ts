import { type Product, ProductSchema, productTag } from "@portico/domain";
import { catalogPolicy } from "../policy.ts";
import { toProduct } from "../product.ts";
import { PromotionListSchema } from "../wire.ts";
import { catalogOperation } from "./define.ts";

// contract/catalog.openapi.yaml, `GET /api/promotions`.
const LIMIT_MAX = 24;

export const listFeatured = catalogOperation({
  kind: "read",
  audience: "public",
  policy: catalogPolicy,
  output: ProductSchema.array(),
  async run({ limit }: { readonly limit: number }, catalog, call): Promise<readonly Product[]> {
    const query = `limit=${Math.min(limit, LIMIT_MAX)}`;
    const answer = await catalog.get(`/api/promotions?${query}`, PromotionListSchema, call);
    return answer.data.map(({ product }) => toProduct(product));
  },
  tags: (_, products) => products.map(({ sku }) => productTag(sku)),
});
