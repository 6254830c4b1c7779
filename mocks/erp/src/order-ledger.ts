import {
  growCustomers,
  growOrders,
  growProducts,
  lineTotalCents,
  orderTotalCents,
  type SeedOrder,
  type SeedOrderStatus,
} from "@portico/mock-seed";

export interface OrderSearch {
  readonly customerNumber: string;
  readonly status: SeedOrderStatus | undefined;
  readonly sortBy: "PLACED_AT" | "TOTAL";
  readonly direction: "ASC" | "DESC";
  readonly firstResult: number;
  readonly maxResults: number;
}

export interface NewOrder {
  readonly customerNumber: string;
  readonly requestedDelivery: string | null | undefined;
  readonly customerReference: string | undefined;
  readonly delivery: SeedOrder["delivery"];
  readonly items: readonly { readonly sku: string; readonly quantityE3: number }[];
  /** Head-office time without zone. */
  readonly placedAt: string;
}

export type Rejection = { readonly reason: "UNKNOWN_CUSTOMER" | "UNKNOWN_ARTICLE"; readonly message: string };

/** All orders, and what is needed to take new ones. */
export interface OrderLedger {
  find(search: OrderSearch): { readonly totalCount: number; readonly orders: readonly SeedOrder[] };
  get(orderNumber: string): SeedOrder | undefined;
  place(order: NewOrder): SeedOrder | Rejection;
}

export function orderLedger(seed: number): OrderLedger {
  const customers = growCustomers(seed);
  const products = growProducts(seed);
  const customerNumbers = new Set(customers.filter(({ deleted }) => !deleted).map(({ number }) => number));
  const priceCentsOf = new Map(
    products.filter(({ active }) => active).map(({ sku, priceCents }) => [sku, priceCents]),
  );
  const byNumber = new Map<string, SeedOrder>();
  const byCustomer = new Map<string, SeedOrder[]>();
  let lastNumber = 0;

  function enter(order: SeedOrder): void {
    byNumber.set(order.number, order);
    byCustomer.set(order.customerNumber, [...(byCustomer.get(order.customerNumber) ?? []), order]);
    lastNumber = Math.max(lastNumber, Number(order.number));
  }
  for (const order of growOrders(customers, products, seed)) enter(order);

  return {
    find({ customerNumber, status, sortBy, direction, firstResult, maxResults }) {
      const matching = (byCustomer.get(customerNumber) ?? [])
        .filter((order) => status === undefined || order.status === status)
        .toSorted(sortBy === "TOTAL" ? byTotal : byTime);
      if (direction === "DESC") matching.reverse();
      return { totalCount: matching.length, orders: matching.slice(firstResult, firstResult + maxResults) };
    },
    get: (orderNumber) => byNumber.get(orderNumber),
    place({ items, ...head }) {
      if (!customerNumbers.has(head.customerNumber)) {
        return { reason: "UNKNOWN_CUSTOMER", message: `No customer ${head.customerNumber}` };
      }
      const lines = [];
      for (const [index, { sku, quantityE3 }] of items.entries()) {
        const priceCents = priceCentsOf.get(sku);
        if (priceCents === undefined) return { reason: "UNKNOWN_ARTICLE", message: `No article ${sku}` };
        const unitPriceE4 = priceCents * 100;
        const totalCents = lineTotalCents(quantityE3, unitPriceE4);
        lines.push({
          kind: "article" as const,
          position: index + 1,
          sku,
          quantityE3,
          unitPriceE4,
          discountE2: undefined,
          totalCents,
        });
      }
      const order: SeedOrder = {
        ...head,
        number: String(lastNumber + 1),
        version: 1,
        status: "received",
        lines,
        totalCents: orderTotalCents(lines),
      };
      enter(order);
      return order;
    },
  };
}

// Sorting is stable and each list is in order of number, so ties come in that order, and reversed in the opposite one.
const byTotal = (a: SeedOrder, b: SeedOrder): number => a.totalCents - b.totalCents;
const byTime = (a: SeedOrder, b: SeedOrder): number =>
  a.placedAt === b.placedAt ? 0 : a.placedAt < b.placedAt ? -1 : 1;
