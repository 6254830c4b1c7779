import { schemaErrors } from "@portico/mock-kit/testing";
import { expect, test } from "vitest";
import { all, faultCodes, findOrders, getOrder, message, openErp } from "./testing/erp-client.ts";

const xsd = new URL("../contract/erp.xsd", import.meta.url);
const body = "//*[local-name()='Body']/*";

interface NewOrder {
  readonly customerNumber?: string;
  readonly middle?: string;
  readonly items?: string;
}

const item = (sku: string, quantity: string): string =>
  `<item><sku>${sku}</sku><quantity>${quantity}</quantity></item>`;
const pickup = "<pickup><warehouse>Lager Köln-Niehl</warehouse></pickup>";
const placeOrder = ({
  customerNumber = "100001",
  middle = pickup,
  items = item("WIN-0002", "2"),
}: NewOrder = {}): string =>
  message("PlaceOrder", `<customerNumber>${customerNumber}</customerNumber>${middle}${items}`);

test("a placed order gets the next number and is found, read and counted afterwards", async () => {
  const { ask } = openErp();
  const countBefore = all("totalCount", (await ask("FindOrders", findOrders())).text)[0];
  const first = await ask(
    "PlaceOrder",
    placeOrder({ items: item("WIN-0002", "2") + item("CHE-0001", "1.250") }),
  );
  const second = await ask("PlaceOrder", placeOrder());
  expect(schemaErrors(xsd, first.text, body)).toEqual([]);
  const [number = ""] = all("orderNumber", first.text);
  expect(Number(all("orderNumber", second.text)[0])).toBe(Number(number) + 1);
  expect(all("status", first.text)).toEqual(["RECEIVED"]);
  expect(all("quantity", first.text)).toEqual(["2.000", "1.250"]);
  expect(all("placedAt", first.text)).toEqual(["2026-11-02T10:00:00"]);

  const found = await ask("FindOrders", findOrders());
  expect(all("totalCount", found.text)[0]).toBe(String(Number(countBefore) + 2));
  expect(all("orderNumber", found.text)[1]).toBe(number);
  const order = /<order>.*<\/order>/.exec(first.text)?.[0] ?? "";
  expect((await ask("GetOrder", getOrder(number))).text).toContain(order);
});

test.each(["PLACED_AT", "TOTAL"])(
  "orders equal in %s come by number, in the direction asked",
  async (sortBy) => {
    const { ask } = openErp();
    const placed: string[] = [];
    for (let count = 0; count < 3; count += 1)
      placed.push(...all("orderNumber", (await ask("PlaceOrder", placeOrder())).text));
    const found = async (direction: string) => {
      const { text } = await ask(
        "FindOrders",
        findOrders({ sortBy, direction, status: "RECEIVED", maxResults: 100 }),
      );
      return all("orderNumber", text).filter((number) => placed.includes(number));
    };
    expect(await found("ASC")).toEqual(placed);
    expect(await found("DESC")).toEqual(placed.toReversed());
  },
);

test("nil, absent and given delivery dates stay three things", async () => {
  const { ask } = openErp();
  const nil = `<requestedDelivery xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>`;
  const dated = "<requestedDelivery>2026-12-01</requestedDelivery>";
  const place = async (date: string) => (await ask("PlaceOrder", placeOrder({ middle: date + pickup }))).text;
  expect(await place(nil)).toContain(`<requestedDelivery xsi:nil="true"/>`);
  expect(await place(dated)).toContain(dated);
  expect(await place("")).not.toContain("requestedDelivery");
});

test("reference and address come back as they were given", async () => {
  const { ask } = openErp();
  const middle =
    "<customerReference>Küche &amp; Bar &lt;7&gt;</customerReference><shipTo><recipient>Ida</recipient>" +
    "<street>Am Markt 1</street><postalCode>20095</postalCode><city>Hamburg</city><country>DE</country></shipTo>";
  const { text } = await ask("PlaceOrder", placeOrder({ middle }));
  expect(text).toContain(middle);
  expect(schemaErrors(xsd, text, body)).toEqual([]);
});

test.each([
  ["an unknown customer", placeOrder({ customerNumber: "999999" }), "UNKNOWN_CUSTOMER"],
  ["an unknown article", placeOrder({ items: item("WIN-9999", "1") }), "UNKNOWN_ARTICLE"],
])("%s is the declared fault, with status 200, and nothing was placed", async (_, order, reason) => {
  const { ask } = openErp();
  const { status, text } = await ask("PlaceOrder", order);
  expect(status).toBe(200);
  expect(faultCodes(text)).toEqual(["soap:Receiver"]);
  expect(schemaErrors(xsd, text, "//*[local-name()='Detail']/*")).toEqual([]);
  expect(all("reason", text)).toEqual([reason]);
  expect(all("orderNumber", (await ask("PlaceOrder", placeOrder())).text)).toEqual(["4500103421"]);
});

test.each([
  ["no items", placeOrder({ items: "" })],
  ["a quantity of nothing", placeOrder({ items: item("WIN-0002", "0.000") })],
  ["a negative quantity", placeOrder({ items: item("WIN-0002", "-1") })],
  ["a quantity in ten-thousandths", placeOrder({ items: item("WIN-0002", "1.0001") })],
  ["neither shipTo nor pickup", placeOrder({ middle: "" })],
  ["both shipTo and pickup", placeOrder({ middle: `<shipTo><recipient>x</recipient></shipTo>${pickup}` })],
])("%s is an unmarshalling error", async (_, order) => {
  const { ask } = openErp();
  const { status, text } = await ask("PlaceOrder", order);
  expect([status, faultCodes(text)]).toEqual([500, ["soap:Sender"]]);
});
