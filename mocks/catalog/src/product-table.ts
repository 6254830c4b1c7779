import { growProducts, growPromotions, type SeedProduct } from "@portico/mock-seed";

export interface ProductTable {
  /** In order of SKU. `words` must all occur; `category` is exact. */
  search(filter: {
    readonly category: string | undefined;
    readonly words: readonly string[];
  }): readonly SeedProduct[];
  get(sku: string): SeedProduct | undefined;
  /** Best first. */
  promoted(): readonly SeedProduct[];
}

export function productTable(seed: number): ProductTable {
  const products = growProducts(seed);
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const haystacks = new Map(
    products.map((product) => [
      product,
      `${product.title} ${product.brand} ${product.description}`.toLowerCase(),
    ]),
  );
  const promoted = growPromotions(products, seed).flatMap((sku) => bySku.get(sku) ?? []);
  return {
    search({ category, words }) {
      const wanted = words.map((word) => word.toLowerCase());
      return products.filter(
        (product) =>
          (category === undefined || product.category === category) &&
          wanted.every((word) => haystacks.get(product)?.includes(word)),
      );
    },
    get: (sku) => bySku.get(sku),
    promoted: () => promoted,
  };
}
