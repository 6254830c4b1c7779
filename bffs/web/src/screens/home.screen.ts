import { notFound } from "@portico/bff-kit";
import { screen } from "../ports.ts";
import { customerCardExample, CustomerCardSchema, toCustomerCard } from "./customer-card.view.ts";
import { orderRowExample, OrderRowSchema, toOrderRows } from "./order-row.view.ts";
import { productCardExample, ProductCardSchema, toProductCards } from "./product.view.ts";

const RECENT_ORDERS = 10;
const FEATURED_PRODUCTS = 8;

export const home = screen("/v1/home", {
  name: "home",
  summary: "Who I am, what I ordered lately, what is on offer",
  budgetMs: 3_000,
})
  .required("customer", {
    schema: CustomerCardSchema,
    example: customerCardExample,
    from: ["customers"],
    async load({ customers }, { user, call }) {
      const customer = await customers.findCustomer({ customerId: user.customerId }, call);
      if (customer === null) throw notFound("customer");
      return toCustomerCard(customer);
    },
  })
  .staleOk("recentOrders", {
    schema: OrderRowSchema.array(),
    example: [orderRowExample],
    ageMsMax: 600_000,
    from: ["orders"],
    async load({ orders }, { user, call }) {
      const newest = { sort: "placedAt", direction: "desc", offset: 0, limit: RECENT_ORDERS } as const;
      return toOrderRows(await orders.listOrders({ customerId: user.customerId, ...newest }, call));
    },
  })
  .optional("featured", {
    schema: ProductCardSchema.array(),
    example: [productCardExample],
    from: ["products"],
    async load({ products }, { call }) {
      return toProductCards(await products.listFeatured({ limit: FEATURED_PRODUCTS }, call));
    },
  });
