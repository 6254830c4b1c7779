import { view } from "@portico/bff-kit";
import { MoneySchema, type Order, type OrderPage, OrderStatusSchema } from "@portico/domain";
import { z } from "zod";

export const OrderItemSchema = z
  .object({
    id: z.string(),
    status: OrderStatusSchema,
    placedAt: z.iso.datetime({ offset: true }),
    total: MoneySchema,
  })
  .meta({ id: "OrderItem" });
export type OrderItem = z.infer<typeof OrderItemSchema>;

export const toOrderItem = ({ id, status, placedAt, total }: Order): OrderItem => ({
  id,
  status,
  placedAt,
  total,
});

/** Those of one page of the order book. */
export const toOrderItems = view((page: OrderPage): OrderItem[] => page.orders.map(toOrderItem));

export const orderItemExample: OrderItem = {
  id: "5000123",
  status: "shipped",
  placedAt: "2026-10-28T09:41:00+01:00",
  total: { amount: "842.60", currency: "EUR" },
};
