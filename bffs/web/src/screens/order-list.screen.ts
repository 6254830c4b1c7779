import { OrderStatusSchema } from "@portico/domain";
import { z } from "zod";
import { screen } from "../ports.ts";
import { orderRowExample, OrderRowSchema, toOrderRow } from "./order-row.view.ts";
import { tableOf, tableParams, toTable, toWindow } from "./table.view.ts";

export const orderList = screen("/v1/orders", {
  name: "orderList",
  summary: "All my orders, a page at a time",
  budgetMs: 3_000,
  query: z.object({
    status: OrderStatusSchema.optional(),
    sort: z
      .enum(["placedAt", "-placedAt", "total", "-total"])
      .default("-placedAt")
      .describe("A leading minus sorts from the largest, or the latest."),
    ...tableParams,
  }),
}).required("orders", {
  schema: tableOf(OrderRowSchema).meta({ id: "OrderTable" }),
  example: toTable([orderRowExample], 1, { page: 1, pageSize: 20 }),
  from: ["orders"],
  async load({ orders }, { user, query, call }) {
    const { customerId } = user;
    const page = await orders.listOrders(
      { customerId, status: query.status, ...ORDERINGS[query.sort], ...toWindow(query) },
      call,
    );
    return toTable(page.orders.map(toOrderRow), page.total, query);
  },
});

const ORDERINGS = {
  placedAt: { sort: "placedAt", direction: "asc" },
  "-placedAt": { sort: "placedAt", direction: "desc" },
  total: { sort: "total", direction: "asc" },
  "-total": { sort: "total", direction: "desc" },
} as const;
