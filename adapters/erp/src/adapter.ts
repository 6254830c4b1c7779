import { defineAdapter } from "@portico/adapter-kit";
import { createErpClient } from "./client.ts";
import { ErpConfigSchema } from "./config.ts";
import { findOrder } from "./operations/find-order.ts";
import { listOrders } from "./operations/list-orders.ts";

export const erp = defineAdapter({
  name: "erp",
  config: ErpConfigSchema,
  connect: createErpClient,
  operations: { listOrders, findOrder },
});
