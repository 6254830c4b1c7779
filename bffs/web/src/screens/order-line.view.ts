import { MoneySchema, type OrderLine, type Product } from "@portico/domain";
import { z } from "zod";

export const OrderLineViewSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("product"),
      position: z.number().int(),
      sku: z.string(),
      quantity: z.string(),
      unitPrice: MoneySchema,
      total: MoneySchema,
      product: z
        .object({ name: z.string(), unit: z.string(), pictureUrl: z.url().nullable() })
        .nullable()
        .describe(
          "`null`: the catalog no longer has it, or could not be asked (then the section is marked).",
        ),
    }),
    z.object({
      kind: z.literal("service"),
      position: z.number().int(),
      description: z.string(),
      total: MoneySchema,
    }),
    z.object({ kind: z.literal("note"), position: z.number().int(), text: z.string() }),
  ])
  .meta({ id: "OrderLine" });
export type OrderLineView = z.infer<typeof OrderLineViewSchema>;

/** The lines as the page shows them, joined with what the catalog knows of their products. */
export function toOrderLines(lines: readonly OrderLine[], products: readonly Product[]): OrderLineView[] {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  return lines.map((line) => {
    if (line.kind !== "product") return line;
    const product = bySku.get(line.sku);
    return {
      ...line,
      product: product ? { name: product.name, unit: product.unit, pictureUrl: product.pictureUrl } : null,
    };
  });
}

export const orderLinesExample: OrderLineView[] = [
  {
    kind: "product",
    position: 1,
    sku: "WIN-0001",
    quantity: "6",
    unitPrice: { amount: "41.40", currency: "EUR" },
    total: { amount: "248.40", currency: "EUR" },
    product: {
      name: "Kellergasse Riesling trocken",
      unit: "bottle 0.75 l",
      pictureUrl: "https://images.example/WIN-0001.jpg",
    },
  },
  {
    kind: "service",
    position: 2,
    description: "Pallet exchange",
    total: { amount: "12.00", currency: "EUR" },
  },
  { kind: "note", position: 3, text: "Deliver to the yard" },
];

export const orderLinesWithoutProductsExample: OrderLineView[] = orderLinesExample.map((line) =>
  line.kind === "product" ? { ...line, product: null } : line,
);
