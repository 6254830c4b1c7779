import { view } from "@portico/bff-kit";
import { MoneySchema, type Product, ProductSchema } from "@portico/domain";
import { z } from "zod";

export const ProductCardSchema = z
  .object({
    sku: z.string(),
    name: z.string(),
    brand: z.string(),
    category: z.string(),
    price: MoneySchema,
    unit: z.string(),
    packSize: z.number().int(),
    pictureUrl: z.url().nullable(),
    orderable: z.boolean(),
  })
  .meta({ id: "ProductCard" });
export type ProductCard = z.infer<typeof ProductCardSchema>;

export const toProductCard = ({ description: _, ...card }: Product): ProductCard => card;

export const toProductCards = view((products: readonly Product[]): ProductCard[] =>
  products.map(toProductCard),
);

export const ProductPageViewSchema = ProductSchema.meta({ id: "Product" });
export type ProductPageView = z.infer<typeof ProductPageViewSchema>;

export const toProductPage = view((product: Product): ProductPageView => product);

export const productCardExample: ProductCard = {
  sku: "WIN-0001",
  name: "Kellergasse Riesling trocken",
  brand: "Kellergasse",
  category: "wine",
  price: { amount: "41.40", currency: "EUR" },
  unit: "bottle 0.75 l",
  packSize: 6,
  pictureUrl: "https://images.example/WIN-0001.jpg",
  orderable: true,
};

export const productPageExample: ProductPageView = {
  ...productCardExample,
  description: "Frischer Riesling mit feiner Säure, Zitrus und grünem Apfel.",
};
