import { view } from "@portico/bff-kit";
import { MoneySchema, type Product } from "@portico/domain";
import { z } from "zod";

export const ProductItemSchema = z
  .object({ sku: z.string(), name: z.string(), price: MoneySchema, pictureUrl: z.url().nullable() })
  .meta({ id: "ProductItem" });
export type ProductItem = z.infer<typeof ProductItemSchema>;

export const toProductItem = ({ sku, name, price, pictureUrl }: Product): ProductItem => ({
  sku,
  name,
  price,
  pictureUrl,
});

export const toProductItems = view((products: readonly Product[]): ProductItem[] =>
  products.map(toProductItem),
);

export const productItemExample: ProductItem = {
  sku: "WIN-0001",
  name: "Kellergasse Riesling trocken",
  price: { amount: "41.40", currency: "EUR" },
  pictureUrl: "https://images.example/WIN-0001.jpg",
};
