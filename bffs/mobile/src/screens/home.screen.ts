import { notFound, view } from "@portico/bff-kit";
import type { Customer } from "@portico/domain";
import { z } from "zod";
import { screen } from "../ports.ts";
import { orderItemExample, OrderItemSchema, toOrderItems } from "./order-item.view.ts";
import { productItemExample, ProductItemSchema, toProductItems } from "./product-item.view.ts";

// What fits a phone before it is scrolled.
const RECENT_ORDERS = 3;
const FEATURED_PRODUCTS = 3;

const toCustomerName = view(({ id, companyName }: Customer) => ({ id, name: companyName }));

export const home = screen("/v1/home", {
  name: "home",
  summary: "Who I am, my latest orders, a few offers",
  budgetMs: 2_000,
})
  .required("customer", {
    schema: z.object({ id: z.string(), name: z.string() }).meta({ id: "CustomerName" }),
    example: { id: "100001", name: "Gasthaus Zum Goldenen Löwen GmbH" },
    from: ["customers"],
    async load({ customers }, { user, call }) {
      const customer = await customers.findCustomer({ customerId: user.customerId }, call);
      if (customer === null) throw notFound("customer");
      return toCustomerName(customer);
    },
  })
  .staleOk("recentOrders", {
    schema: OrderItemSchema.array(),
    example: [orderItemExample],
    ageMsMax: 600_000,
    from: ["orders"],
    async load({ orders }, { user, call }) {
      const newest = { sort: "placedAt", direction: "desc", offset: 0, limit: RECENT_ORDERS } as const;
      return toOrderItems(await orders.listOrders({ customerId: user.customerId, ...newest }, call));
    },
  })
  .optional("featured", {
    schema: ProductItemSchema.array(),
    example: [productItemExample],
    from: ["products"],
    async load({ products }, { call }) {
      return toProductItems(await products.listFeatured({ limit: FEATURED_PRODUCTS }, call));
    },
  });
