import { type Order, OrderStatusSchema } from "@portico/domain";
import { z } from "zod";
import { cursorPage } from "../paging/cursor-page.ts";
import { pageOf, pageParams } from "../paging/page-params.ts";
import { screen } from "../ports.ts";
import { orderItemExample, OrderItemSchema, toOrderItem } from "./order-item.view.ts";

export const orderList = screen("/v1/orders", {
  name: "orderList",
  summary: "My orders, the newest first",
  budgetMs: 2_000,
  query: z.object({ status: OrderStatusSchema.optional(), ...pageParams }),
}).required("orders", {
  schema: pageOf(OrderItemSchema).meta({ id: "OrderPage" }),
  example: { items: [orderItemExample], nextCursor: null },
  from: ["orders"],
  async load({ orders }, { user, query, call }) {
    const { customerId } = user;
    const { status, cursor, limit } = query;
    const list = {
      name: `orders:${customerId}:${status ?? "all"}`,
      async fetch(offset: number, count: number) {
        const newest = { sort: "placedAt", direction: "desc", offset, limit: count } as const;
        const page = await orders.listOrders({ customerId, status, ...newest }, call);
        return { items: page.orders, total: page.total };
      },
      idOf: (order: Order) => order.id,
      keyOf: (order: Order) => order.placedAt,
      isBehind,
    };
    const page = await cursorPage(list, cursor, limit);
    return { items: page.items.map(toOrderItem), nextCursor: page.nextCursor };
  },
});

/** Newest first; of two placed in the same second, the higher number. */
function isBehind(order: Order, after: { readonly id: string; readonly key: string }): boolean {
  const placed = Date.parse(order.placedAt);
  const afterPlaced = Date.parse(after.key);
  return placed < afterPlaced || (placed === afterPlaced && order.id < after.id);
}
