import { type Product, ProductSchema, productTag } from "@portico/domain";
import { catalogPolicy } from "../policy.ts";
import { toProduct } from "../product.ts";
import { isSku, ProductListSchema } from "../wire.ts";
import { catalogOperation } from "./define.ts";

// contract/catalog.openapi.yaml, `GET /api/products/batch`: up to 50 at once.
const SKUS_PER_CALL_MAX = 50;

export const findProducts = catalogOperation({
  kind: "read",
  audience: "public",
  policy: catalogPolicy,
  output: ProductSchema.array(),
  async run({ skus }: { readonly skus: readonly string[] }, catalog, call): Promise<readonly Product[]> {
    const lists = await Promise.all(
      inChunks([...new Set(skus)].filter(isSku), SKUS_PER_CALL_MAX).map((chunk) =>
        catalog.get(`/api/products/batch?skus=${chunk.join(",")}`, ProductListSchema, call),
      ),
    );
    return lists.flatMap(({ data }) => data.map(toProduct));
  },
  unasked: ({ skus }) => (skus.some(isSku) ? undefined : []),
  tags: ({ skus }) => skus.map(productTag),
});

const inChunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
