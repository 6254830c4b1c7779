import {
  type ProductPage,
  type ProductQuery,
  ProductPageSchema as OurPageSchema,
  productTag,
} from "@portico/domain";
import { pagesOf } from "../paging.ts";
import { catalogPolicy } from "../policy.ts";
import { toProduct } from "../product.ts";
import { ProductPageSchema } from "../wire.ts";
import { catalogOperation } from "./define.ts";

export const listProducts = catalogOperation({
  kind: "read",
  audience: "public",
  policy: catalogPolicy,
  output: OurPageSchema,
  async run({ category, text, offset, limit }: ProductQuery, catalog, call): Promise<ProductPage> {
    const { perPage, pages, skip } = pagesOf(offset, limit);
    const answers = await Promise.all(
      pages.map((page) => {
        const query = new URLSearchParams({ page: String(page), per_page: String(perPage) });
        if (category !== undefined) query.set("cat", category);
        if (text !== undefined) query.set("q", text);
        return catalog.get(`/api/products?${query.toString()}`, ProductPageSchema, call);
      }),
    );
    return {
      products: answers.flatMap(({ data }) => data.map(toProduct)).slice(skip, skip + limit),
      total: Number(answers[0]?.pagination.total),
    };
  },
  tags: (_, { products }) => products.map(({ sku }) => productTag(sku)),
});
