import { view } from "@portico/bff-kit";
import { MoneySchema, type Order, type OrderPage, OrderStatusSchema } from "@portico/domain";
import { z } from "zod";

export const OrderRowSchema = z
  .object({
    orderId: z.string(),
    status: OrderStatusSchema,
    placedAt: z.iso.datetime({ offset: true }),
    requestedDeliveryDate: z.iso.date().nullable(),
    reference: z.string().nullable(),
    deliverTo: z
      .string()
      .describe("Where it goes, in one line: a city, or the warehouse it is picked up from."),
    productCount: z.number().int(),
    total: MoneySchema,
  })
  .meta({ id: "OrderRow" });
export type OrderRow = z.infer<typeof OrderRowSchema>;

export const toOrderRow = (order: Order): OrderRow => ({
  orderId: order.id,
  status: order.status,
  placedAt: order.placedAt,
  requestedDeliveryDate: order.requestedDeliveryDate,
  reference: order.reference,
  deliverTo: order.delivery.kind === "ship" ? order.delivery.address.city : order.delivery.warehouse,
  productCount: order.lines.filter((line) => line.kind === "product").length,
  total: order.total,
});

/** Those of one page of the order book. */
export const toOrderRows = view((page: OrderPage): OrderRow[] => page.orders.map(toOrderRow));

export const orderRowExample: OrderRow = {
  orderId: "5000123",
  status: "shipped",
  placedAt: "2026-10-28T09:41:00+01:00",
  requestedDeliveryDate: "2026-11-03",
  reference: "PO-2026-1187",
  deliverTo: "Hamburg",
  productCount: 6,
  total: { amount: "842.60", currency: "EUR" },
};
