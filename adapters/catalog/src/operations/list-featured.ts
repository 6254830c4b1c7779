import { type Product, ProductSchema } from "@portico/domain";
import { catalogPolicy } from "../policy.ts";
import { toProduct } from "../product.ts";
import { PromotionListSchema } from "../wire.ts";
import { catalogOperation } from "./define.ts";

export const listFeatured = catalogOperation({
  kind: "read",
  audience: "public",
  policy: catalogPolicy,
  output: ProductSchema.array(),
  async run({ limit }: { readonly limit: number }, catalog, call): Promise<readonly Product[]> {
    const answer = await catalog.get(`/api/promotions?limit=${limit}`, PromotionListSchema, call);
    return answer.data.map(({ product }) => toProduct(product));
  },
});
