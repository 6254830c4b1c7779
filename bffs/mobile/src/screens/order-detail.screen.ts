import { idParam, notFound } from "@portico/bff-kit";
import type { CallContext, Identity } from "@portico/core";
import { findOwnOrder, type Order, type OrderBook, skusOf } from "@portico/domain";
import { z } from "zod";
import { screen } from "../ports.ts";
import { orderItemExample, OrderItemSchema, toOrderItem } from "./order-item.view.ts";
import {
  orderLinesExample,
  orderLinesWithoutProductsExample,
  OrderLineViewSchema,
  toOrderLines,
} from "./order-line.view.ts";

export const orderDetail = screen("/v1/orders/{orderId}", {
  name: "orderDetail",
  summary: "One of my orders, with its lines",
  budgetMs: 2_000,
  path: z.object({ orderId: idParam("5000123") }),
})
  .required("order", {
    schema: OrderItemSchema,
    example: orderItemExample,
    from: ["orders"],
    load: async ({ orders }, { user, path, call }) =>
      toOrderItem(await ownOrder(orders, path.orderId, user, call)),
  })
  .optional("lines", {
    schema: OrderLineViewSchema.array(),
    example: orderLinesExample,
    from: ["orders", "products"],
    async load({ orders, products }, { user, path, call }) {
      // The same question as the section above: asked once.
      const { lines } = await ownOrder(orders, path.orderId, user, call);
      return toOrderLines(lines, await products.findProducts({ skus: skusOf(lines) }, call));
    },
    otherwise: {
      example: orderLinesWithoutProductsExample,
      async load({ orders }, { user, path, call }) {
        const { lines } = await ownOrder(orders, path.orderId, user, call);
        return toOrderLines(lines, []);
      },
    },
  });

async function ownOrder(
  orders: OrderBook,
  orderId: string,
  user: Identity,
  call: CallContext,
): Promise<Order> {
  const order = await findOwnOrder(orders, orderId, user, call);
  if (order === null) throw notFound("order");
  return order;
}
