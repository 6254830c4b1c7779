import { view } from "@portico/bff-kit";
import { DeliverySchema, MoneySchema, type Order, OrderStatusSchema } from "@portico/domain";
import { z } from "zod";

export const OrderHeaderSchema = z
  .object({
    orderId: z.string(),
    status: OrderStatusSchema,
    placedAt: z.iso.datetime({ offset: true }),
    requestedDeliveryDate: z.iso.date().nullable(),
    reference: z.string().nullable(),
    delivery: DeliverySchema,
    total: MoneySchema,
  })
  .meta({ id: "OrderHeader" });
export type OrderHeader = z.infer<typeof OrderHeaderSchema>;

export const toOrderHeader = view((order: Order): OrderHeader => ({
  orderId: order.id,
  status: order.status,
  placedAt: order.placedAt,
  requestedDeliveryDate: order.requestedDeliveryDate,
  reference: order.reference,
  delivery: order.delivery,
  total: order.total,
}));

export const orderHeaderExample: OrderHeader = {
  orderId: "5000123",
  status: "shipped",
  placedAt: "2026-10-28T09:41:00+01:00",
  requestedDeliveryDate: "2026-11-03",
  reference: "PO-2026-1187",
  delivery: {
    kind: "ship",
    address: {
      recipient: "Gasthaus Zum Goldenen Löwen GmbH",
      street: "Deichstraße 12",
      postalCode: "20459",
      city: "Hamburg",
      country: "DE",
    },
  },
  total: { amount: "842.60", currency: "EUR" },
};
