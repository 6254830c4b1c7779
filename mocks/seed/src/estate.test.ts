import { describe, expect, test } from "vitest";
import { estateDate } from "./calendar.ts";
import { growCustomers } from "./grow-customers.ts";
import { growOrders } from "./grow-orders.ts";
import { growProducts, growPromotions } from "./grow-products.ts";
import { lineTotalCents, orderTotalCents } from "./order.ts";

const grow = (seed: number) => {
  const customers = growCustomers(seed);
  const products = growProducts(seed);
  return {
    customers,
    products,
    orders: growOrders(customers, products, seed),
    promotions: growPromotions(products, seed),
  };
};

test("the same seed grows the same estate, another seed another one", () => {
  expect(grow(5)).toEqual(grow(5));
  expect(grow(5)).not.toEqual(grow(6));
});

describe.each([1, 2, 77])("the estate of seed %i", (seed) => {
  const { customers, products, orders, promotions } = grow(seed);

  test("has the promised size, with numbers nobody shares", () => {
    expect(customers.length).toBeGreaterThanOrEqual(220);
    expect(products.length).toBeGreaterThanOrEqual(1_200);
    expect(orders.length).toBeGreaterThanOrEqual(3_300);
    expect(new Set(products.map(({ category }) => category)).size).toBeGreaterThanOrEqual(15);
    for (const keys of [
      customers.map(({ number }) => number),
      customers.map(({ name }) => name),
      customers.map(({ version }) => version),
      products.map(({ sku }) => sku),
      products.map(({ title }) => title),
      orders.map(({ number }) => number),
    ]) {
      expect(new Set<unknown>(keys).size).toBe(keys.length);
    }
  });

  test("customers: some soft-deleted, some that never ordered, and 100001 with everything", () => {
    const ordering = new Set(orders.map(({ customerNumber }) => customerNumber));
    expect(customers.filter(({ deleted }) => deleted).length).toBeGreaterThanOrEqual(3);
    expect(customers.filter(({ number }) => !ordering.has(number)).length).toBeGreaterThanOrEqual(3);
    expect(customers[0]).toMatchObject({ number: "100001", deleted: false });
    expect(customers[0]?.contact.email).not.toBeNull();
    expect(customers[0]?.creditLimitCents).not.toBeNull();
    expect(customers[0]?.accountManager).not.toBeNull();
    expect(orders.filter(({ customerNumber }) => customerNumber === "100001").length).toBeGreaterThanOrEqual(
      60,
    );
  });

  test("orders: every number adds up, to the cent", () => {
    for (const order of orders) {
      for (const line of order.lines) {
        if (line.kind !== "article") continue;
        expect(line.totalCents).toBe(lineTotalCents(line.quantityE3, line.unitPriceE4, line.discountE2));
      }
      expect(order.totalCents).toBe(orderTotalCents(order.lines));
      expect(order.lines.map(({ position }) => position)).toEqual(order.lines.map((_, index) => index + 1));
      expect(order.lines.length).toBeGreaterThanOrEqual(2);
      expect(order.lines.length).toBeLessThanOrEqual(12);
    }
  });

  test("orders: numbers ascend with time, within 18 months before the estate was frozen", () => {
    const times = orders.map(({ placedAt }) => placedAt);
    expect(times).toEqual(times.toSorted());
    expect(orders.map(({ number }) => number)).toEqual(orders.map(({ number }) => number).toSorted());
    expect((times[0] ?? "") >= "2025-04-30").toBe(true);
    expect((times.at(-1) ?? "z") < estateDate).toBe(true);
  });

  test("orders: none before its customer was one, none open of a deleted customer", () => {
    const byNumber = new Map(customers.map((customer) => [customer.number, customer]));
    for (const { customerNumber, placedAt, status } of orders) {
      const customer = byNumber.get(customerNumber);
      expect(customer && customer.since < placedAt).toBe(true);
      if (customer?.deleted) expect(["delivered", "cancelled"]).toContain(status);
    }
  });

  test("orders: every shape the contract knows occurs", () => {
    expect(new Set(orders.map(({ status }) => status)).size).toBe(5);
    expect(new Set(orders.map(({ delivery }) => delivery.kind)).size).toBe(2);
    expect(new Set(orders.flatMap(({ lines }) => lines.map(({ kind }) => kind))).size).toBe(3);
    expect(orders.some(({ requestedDelivery }) => requestedDelivery === null)).toBe(true);
    expect(orders.some(({ requestedDelivery }) => requestedDelivery === undefined)).toBe(true);
    expect(orders.some(({ requestedDelivery }) => typeof requestedDelivery === "string")).toBe(true);
  });

  test("orders: a few articles have left the catalog since, all others are in it", () => {
    const skus = new Set(products.map(({ sku }) => sku));
    const ordered = orders.flatMap(({ lines }) =>
      lines.flatMap((line) => (line.kind === "article" ? [line.sku] : [])),
    );
    const gone = ordered.filter((sku) => !skus.has(sku));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.length / ordered.length).toBeLessThan(0.02);
    expect(gone.every((sku) => /^[A-Z]{3}-9\d{3}$/.test(sku))).toBe(true);
  });

  test("promotions: orderable products with a picture, none twice", () => {
    const bySku = new Map(products.map((product) => [product.sku, product]));
    expect(new Set(promotions).size).toBe(promotions.length);
    for (const sku of promotions)
      expect(bySku.get(sku)).toMatchObject({ active: true, pictureUrl: expect.any(String) });
  });
});
