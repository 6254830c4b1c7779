import { once } from "node:events";
import { createServer } from "node:http";
import { openAdapter } from "@portico/adapter-kit";
import { listenOnFreePort, testCall } from "@portico/core/testing";
import { OrderSchema } from "@portico/domain";
import { expect, onTestFinished, test } from "vitest";
import { erp } from "../src/index.ts";

const FIELDS = {
  placedAt: "2026-10-25T02:30:00",
  requestedDelivery: "2026-11-24",
  currency: "EUR",
};

const orderXml = (fields: Partial<typeof FIELDS> & { readonly customerNumber?: string }) => {
  const { customerNumber = "100001", placedAt, requestedDelivery, currency } = { ...FIELDS, ...fields };
  return (
    `<order><orderNumber>A-1</orderNumber><version>1</version><customerNumber>${customerNumber}</customerNumber>` +
    `<status>SHIPPED</status><placedAt>${placedAt}</placedAt><requestedDelivery>${requestedDelivery}</requestedDelivery>` +
    `<pickup><warehouse>HH</warehouse></pickup><total>1234.50</total><currency>${currency}</currency></order>`
  );
};

/** Our operations over an ERP that answers everything with this. */
async function erpSaying(element: string, content: string) {
  const answer =
    '<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>' +
    `<ns2:${element} xmlns:ns2="http://orders.erp.nordhaus.example/">${content}</ns2:${element}></soap:Body></soap:Envelope>`;
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(200, { "content-type": "application/soap+xml; charset=utf-8" }).end(answer);
  });
  const url = `http://127.0.0.1:${await listenOnFreePort(server)}/erp`;
  const adapter = openAdapter(erp, erp.config.parse({ url }));
  onTestFinished(async () => {
    await adapter.close();
    server.close();
    await once(server, "close");
  });
  return adapter.operations;
}

const call = testCall({ identity: { customerId: "100001" } });

/** What we make of an order that the ERP gives with these fields. */
async function orderWith(fields: Partial<typeof FIELDS>) {
  const operations = await erpSaying("GetOrderResponse", orderXml(fields));
  return OrderSchema.nullable().parse(await operations.findOrder({ orderId: "A-1" }, call));
}

test("a list with an order of somebody else's is shown to nobody", async () => {
  const query = { customerId: "100001", sort: "placedAt", direction: "desc", offset: 0, limit: 2 } as const;
  const list = async (...customers: readonly string[]) => {
    const orders = customers.map((customerNumber) => orderXml({ customerNumber })).join("");
    const operations = await erpSaying("FindOrdersResponse", `<totalCount>9</totalCount>${orders}`);
    return operations.listOrders(query, call);
  };
  expect(await list("100001", "100001")).toMatchObject({ total: 9, orders: [{ id: "A-1" }, { id: "A-1" }] });
  await expect(list("100001", "100002")).rejects.toMatchObject({ code: "contract_broken" });
});

test.each(["2026-11-24", "2026-11-24Z", "2026-11-24+01:00", "2026-11-24-05:00", " 2026-11-24 "])(
  "a wished date %j is that day, whatever zone the ERP writes behind it",
  async (requestedDelivery) => {
    const order = await orderWith({ requestedDelivery });
    expect(order?.requestedDeliveryDate).toBe("2026-11-24");
  },
);

test.each([
  ["the end of a day", "2026-10-24T24:00:00", "2026-10-25T00:00:00+02:00"],
  ["the end of a day in summer, the end of summer", "2026-10-25T24:00:00.0", "2026-10-26T00:00:00.0+01:00"],
  ["the end of a year, with a zone", "2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"],
  ["before clocks were set alike", "1753-01-01T00:00:00", "1753-01-01T00:00:00+00:53"],
])("a time that few write is one that all can read: %s", async (_what, placedAt, instant) => {
  expect(await orderWith({ placedAt })).toMatchObject({ placedAt: instant });
});

test.each([
  "12026-01-01T00:00:00Z",
  "1234567-11-24T00:00:00",
  "-0044-03-15T00:00:00Z",
  "9999-12-31T24:00:00",
  "0001-01-01T00:00:00",
])("a time %s has no year we can place", async (placedAt) => {
  await expect(orderWith({ placedAt })).rejects.toMatchObject({ code: "contract_broken" });
});

test.each(["12026-11-24", "-0044-03-15"])(
  "a wished date %s has no year we can place",
  async (requestedDelivery) => {
    await expect(orderWith({ requestedDelivery })).rejects.toMatchObject({ code: "contract_broken" });
  },
);

test.each(["", "eur", "EUR ", "EURO", "€"])(
  "the currency %j is none: the amount would be nobody's",
  async (currency) => {
    await expect(orderWith({ currency })).rejects.toMatchObject({ code: "contract_broken" });
  },
);
