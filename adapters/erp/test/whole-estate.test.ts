import { readFile } from "node:fs/promises";
import { openAdapter } from "@portico/adapter-kit";
import { testCall } from "@portico/core/testing";
import type { Order, OrderLine } from "@portico/domain";
import { createErpMock, erpServicePath } from "@portico/mock-erp";
import { serveFetch } from "@portico/mock-kit";
import {
  growCustomers,
  growOrders,
  growProducts,
  type SeedOrder,
  type SeedOrderLine,
  toBerlinLocal,
} from "@portico/mock-seed";
import { expect, test } from "vitest";
import { erp, ErpConfigSchema } from "../src/index.ts";

const SEED = 1;

const cents = (amount: number) => ({ amount: (amount / 100).toFixed(2), currency: "EUR" });

function expectedLine(line: SeedOrderLine): OrderLine {
  switch (line.kind) {
    case "article":
      return {
        kind: "product",
        position: line.position,
        sku: line.sku,
        quantity: String(line.quantityE3 / 1_000),
        unitPrice: {
          amount: (line.unitPriceE4 / 10_000).toFixed(4).replace(/0{1,2}$/, ""),
          currency: "EUR",
        },
        total: cents(line.totalCents),
      };
    case "service":
      return {
        kind: "service",
        position: line.position,
        description: line.description,
        total: cents(line.totalCents),
      };
    case "text":
      return { kind: "note", position: line.position, text: line.text };
  }
}

/** What an order is to us, straight from the facts: no wire in between. */
function expected(order: SeedOrder): Order {
  const { delivery } = order;
  return {
    id: order.number,
    customerId: order.customerNumber,
    status: order.status,
    placedAt: order.placedAt,
    requestedDeliveryDate: order.requestedDelivery ?? null,
    reference: order.customerReference ?? null,
    delivery:
      delivery.kind === "ship"
        ? {
            kind: "ship",
            address: {
              recipient: delivery.recipient,
              street: delivery.street,
              postalCode: delivery.postalCode,
              city: delivery.city,
              country: delivery.country,
            },
          }
        : { kind: "pickup", warehouse: delivery.warehouse },
    lines: order.lines.map(expectedLine),
    total: cents(order.totalCents),
  };
}

test("every order of the estate arrives as it is", async () => {
  const server = await serveFetch(createErpMock({ seed: SEED }).fetch);
  const adapter = openAdapter(erp, ErpConfigSchema.parse({ url: server.origin + erpServicePath }));
  const seeded = Map.groupBy(
    growOrders(growCustomers(SEED), growProducts(SEED), SEED),
    ({ customerNumber }) => customerNumber,
  );
  let arrived = 0;
  for (const [customerId, orders] of seeded) {
    const call = testCall({ identity: { customerId } });
    const query = { customerId, sort: "placedAt", direction: "asc", offset: 0, limit: 100 } as const;
    const page = await adapter.operations.listOrders(query, call);
    const local = page.orders.map((order) => ({
      ...order,
      placedAt: toBerlinLocal(Date.parse(order.placedAt)),
    }));
    expect(local).toEqual(orders.map(expected));
    expect(page.total).toBe(orders.length);
    arrived += page.orders.length;
  }
  expect(arrived).toBeGreaterThanOrEqual(3_000);
  await adapter.close();
  await server.close();
});

test.each(["erp.wsdl", "erp.xsd"])("%s is still what the system serves", async (file) => {
  const path = file === "erp.wsdl" ? `${erpServicePath}?wsdl` : `/erp/services/${file}`;
  const served = await createErpMock().fetch(new Request(`http://erp.nordhaus.example${path}`));
  expect(await served.text()).toBe(await readFile(new URL(`../contract/${file}`, import.meta.url), "utf8"));
});
