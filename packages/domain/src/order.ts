import type { CallContext, Identity, Operation } from "@portico/core";
import { z } from "zod";
import { MoneySchema } from "./money.ts";

export const OrderStatusSchema = z.enum(["received", "confirmed", "shipped", "delivered", "cancelled"]);
export type OrderStatus = z.infer<typeof OrderStatusSchema>;

export const OrderLineSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("product"),
    position: z.number().int(),
    sku: z.string(),
    /** In sales units; may be a fraction for goods sold by weight. A decimal string. */
    quantity: z.string(),
    unitPrice: MoneySchema,
    total: MoneySchema,
  }),
  z.object({
    kind: z.literal("service"),
    position: z.number().int(),
    description: z.string(),
    total: MoneySchema,
  }),
  z.object({ kind: z.literal("note"), position: z.number().int(), text: z.string() }),
]);
export type OrderLine = z.infer<typeof OrderLineSchema>;

export const DeliverySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ship"),
    address: z.object({
      recipient: z.string(),
      street: z.string(),
      postalCode: z.string(),
      city: z.string(),
      country: z.string(),
    }),
  }),
  z.object({ kind: z.literal("pickup"), warehouse: z.string() }),
]);
export type Delivery = z.infer<typeof DeliverySchema>;

export const OrderSchema = z.object({
  id: z.string(),
  customerId: z.string(),
  status: OrderStatusSchema,
  /** An instant, ISO 8601 with offset. */
  placedAt: z.iso.datetime({ offset: true }),
  /** `null`: the customer explicitly wants "as soon as possible". Absent in the source means the same to us. */
  requestedDeliveryDate: z.iso.date().nullable(),
  /** The customer's own purchase number. */
  reference: z.string().nullable(),
  delivery: DeliverySchema,
  lines: z.array(OrderLineSchema),
  total: MoneySchema,
});
export type Order = z.infer<typeof OrderSchema>;

export const OrderSortSchema = z.enum(["placedAt", "total"]);
export type OrderSort = z.infer<typeof OrderSortSchema>;

/** A window into one customer's orders. Ties are broken by order id in the same direction, so the order is total. */
export interface OrderQuery {
  readonly customerId: string;
  readonly status?: OrderStatus | undefined;
  readonly sort: OrderSort;
  readonly direction: "asc" | "desc";
  readonly offset: number;
  /** 1 to 100. */
  readonly limit: number;
}

export const OrderPageSchema = z.object({
  orders: z.array(OrderSchema).readonly(),
  /** How many orders match, on all pages. */
  total: z.number().int(),
});
export type OrderPage = z.infer<typeof OrderPageSchema>;

export interface OrderBook {
  readonly listOrders: Operation<OrderQuery, OrderPage>;
  /**
   * `null`: there is no such order. An adapter that knows who asks says so of somebody else's too, so that no cache ever
   * holds it for the wrong one; callers compare `customerId` all the same.
   */
  readonly findOrder: Operation<{ readonly orderId: string }, Order | null>;
}

/**
 * An order of this customer. Somebody else's is no order: `null` for both, so that nobody can count what others buy.
 */
export async function findOwnOrder(
  orders: OrderBook,
  orderId: string,
  { customerId }: Identity,
  call: CallContext,
): Promise<Order | null> {
  const order = await orders.findOrder({ orderId }, call);
  return order?.customerId === customerId ? order : null;
}

/** The products on these lines, each once. */
export const skusOf = (lines: readonly OrderLine[]): string[] => [
  ...new Set(lines.flatMap((line) => (line.kind === "product" ? [line.sku] : []))),
];
