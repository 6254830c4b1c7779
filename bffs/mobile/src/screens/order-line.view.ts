import { MoneySchema, type OrderLine, type Product } from "@portico/domain";
import { z } from "zod";

export const OrderLineViewSchema = z
  .object({
    text: z
      .string()
      .describe("The product's name, the service or the note; the SKU when the catalog could not be asked."),
    sku: z.string().optional(),
    quantity: z.string().optional(),
    total: MoneySchema.optional(),
    pictureUrl: z.url().nullable().optional(),
  })
  .meta({ id: "OrderLine" });
export type OrderLineView = z.infer<typeof OrderLineViewSchema>;

/** One shape for every kind of line: a phone shows them all alike. */
export function toOrderLines(lines: readonly OrderLine[], products: readonly Product[]): OrderLineView[] {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  return lines.map((line) => {
    switch (line.kind) {
      case "product": {
        const { sku, quantity, total } = line;
        const product = bySku.get(sku);
        return { text: product?.name ?? sku, sku, quantity, total, pictureUrl: product?.pictureUrl ?? null };
      }
      case "service":
        return { text: line.description, total: line.total };
      case "note":
        return { text: line.text };
    }
  });
}

export const orderLinesExample: OrderLineView[] = [
  {
    text: "Kellergasse Riesling trocken",
    sku: "WIN-0001",
    quantity: "6",
    total: { amount: "248.40", currency: "EUR" },
    pictureUrl: "https://images.example/WIN-0001.jpg",
  },
  { text: "Pallet exchange", total: { amount: "12.00", currency: "EUR" } },
  { text: "Deliver to the yard" },
];

export const orderLinesWithoutProductsExample: OrderLineView[] = orderLinesExample.map((line) =>
  line.sku === undefined ? line : { ...line, text: line.sku, pictureUrl: null },
);
