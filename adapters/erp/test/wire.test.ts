import { testCall } from "@portico/core/testing";
import type { HttpRequest } from "@portico/http";
import { isFaultOf, soapClient, SoapInputInvalid } from "@portico/soap";
import { describe, expect, test } from "vitest";
import { erpContract, type PlaceOrderRequestWire } from "../generated/erp.gen.ts";

const url = "http://erp.nordhaus.example/erp/services/OrderService";

/** An ERP that answers everything with this envelope. */
function erp(body: string) {
  const requests: HttpRequest[] = [];
  const client = soapClient(erpContract, {
    url,
    addressing: "1.0",
    http: {
      request(request) {
        requests.push(request);
        return Promise.resolve({
          status: 200,
          headers: { "content-type": "application/soap+xml; charset=UTF-8" },
          body: Buffer.from(body),
        });
      },
      close: () => Promise.resolve(),
    },
  });
  return { client, requests };
}

const envelope = (body: string) =>
  `<?xml version='1.0' encoding='UTF-8'?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header/><soap:Body>${body}</soap:Body></soap:Envelope>`;

const order = (inside: string) =>
  envelope(
    `<ns2:GetOrderResponse xmlns:ns2="http://orders.erp.nordhaus.example/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><order><orderNumber>A-1</orderNumber><version>18446744073</version><customerNumber>100001</customerNumber><status>SHIPPED</status><placedAt>2026-10-25T02:30:00</placedAt>${inside}<total>1234.50</total><currency>EUR</currency></order></ns2:GetOrderResponse>`,
  );
const pickup = "<pickup><warehouse>HH</warehouse></pickup>";
const plain = {
  orderNumber: "A-1",
  version: "18446744073",
  customerNumber: "100001",
  status: "SHIPPED",
  placedAt: "2026-10-25T02:30:00",
  pickup: { warehouse: "HH" },
  line: [],
  total: "1234.50",
  currency: "EUR",
};
const getOrder = async (inside: string) =>
  (await erp(order(inside)).client.GetOrder({ orderNumber: "A-1" }, testCall())).order;
const at = "/Envelope/Body/GetOrderResponse/order";

describe("the ERP's wire", () => {
  test("a wished date that is absent, nil or said are three things", async () => {
    expect(await getOrder(pickup)).toStrictEqual(plain);
    expect(await getOrder(`<requestedDelivery xsi:nil="true"/>${pickup}`)).toStrictEqual({
      ...plain,
      requestedDelivery: null,
    });
    expect(await getOrder(`<requestedDelivery>2026-11-24</requestedDelivery>${pickup}`)).toStrictEqual({
      ...plain,
      requestedDelivery: "2026-11-24",
    });
  });

  test("lines are of the type their xsi:type names, under any prefix", async () => {
    const lines =
      '<line xsi:type="ns2:ArticleLine"><position>1</position><sku>W-1</sku><quantity>0.500</quantity><unitPrice>12.3450</unitPrice><discountPercent>2.5</discountPercent><lineTotal>6.17</lineTotal></line>' +
      '<line xmlns:q="http://orders.erp.nordhaus.example/" xsi:type="q:ServiceLine"><position>2</position><description>Anfahrt</description><lineTotal>-5.00</lineTotal></line>' +
      '<line xmlns:Ü-1="http://orders.erp.nordhaus.example/" xsi:type=" Ü-1:TextLine "><position>3</position><text/></line>';
    expect((await getOrder(`${pickup}${lines}`)).line).toStrictEqual([
      {
        $type: "ArticleLine",
        position: 1,
        sku: "W-1",
        quantity: "0.500",
        unitPrice: "12.3450",
        discountPercent: "2.5",
        lineTotal: "6.17",
      },
      { $type: "ServiceLine", position: 2, description: "Anfahrt", lineTotal: "-5.00" },
      { $type: "TextLine", position: 3, text: "" },
    ]);
  });

  test("an order is shipped or picked up", async () => {
    const shipTo =
      "<shipTo><recipient>r</recipient><street>s</street><postalCode>1</postalCode><city>c</city><country>DE</country></shipTo>";
    const shipped = await getOrder(shipTo);
    expect(shipped.shipTo?.recipient).toBe("r");
    expect(shipped).not.toHaveProperty("pickup");
  });

  test.each([
    [
      "a line of the abstract type",
      `${pickup}<line><position>1</position></line>`,
      `${at}/line[1]/@xsi:type`,
    ],
    ["a line of an unknown type", `${pickup}<line xsi:type="ns2:GiftLine"/>`, `${at}/line[1]/@xsi:type`],
    [
      "the second line's quantity",
      `${pickup}<line xsi:type="ns2:TextLine"><position>1</position><text/></line><line xsi:type="ns2:ArticleLine"><position>2</position><sku>s</sku><quantity>0</quantity></line>`,
      `${at}/line[2]/quantity`,
    ],
    ["both ways of delivery", `${pickup}<shipTo/>`, `${at}/total`],
    ["no way of delivery", "", `${at}/shipTo|pickup`],
    [
      "an element that should have no namespace",
      `<pickup xmlns="http://orders.erp.nordhaus.example/"/>`,
      `${at}/shipTo|pickup`,
    ],
  ])("%s breaks the contract, with its place", async (_what, inside, path) => {
    await expect(getOrder(inside)).rejects.toMatchObject({ code: "contract_broken", path });
  });

  test("an unknown order is a declared fault with status 200", async () => {
    const fault = envelope(
      '<soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">no</soap:Text></soap:Reason><soap:Detail><o:OrderNotFoundFault xmlns:o="http://orders.erp.nordhaus.example/"><orderNumber>A-1</orderNumber></o:OrderNotFoundFault></soap:Detail></soap:Fault>',
    );
    const error: unknown = await erp(fault)
      .client.GetOrder({ orderNumber: "A-1" }, testCall())
      .catch((reason: unknown) => reason);
    expect(isFaultOf(erpContract.operations.GetOrder, error) && error.detail).toStrictEqual({
      name: "OrderNotFoundFault",
      value: { orderNumber: "A-1" },
    });
  });

  const wish: PlaceOrderRequestWire = {
    customerNumber: "100001",
    pickup: { warehouse: "HH" },
    item: [{ sku: "W-1", quantity: "0.5" }],
    requestedDelivery: null,
  };

  test("a request is bare and unqualified inside, and says its action twice", async () => {
    const { client, requests } = erp(envelope("<x/>"));
    await expect(client.PlaceOrder(wish, testCall())).rejects.toMatchObject({ code: "contract_broken" });
    const action = "http://orders.erp.nordhaus.example/OrderPort/PlaceOrderRequest";
    expect(requests[0]?.headers?.["content-type"]).toContain(`action="${action}"`);
    expect(String(requests[0]?.body)).toContain(`>${action}</wsa:Action>`);
    expect(/<soap:Body>(.*)<\/soap:Body>/.exec(String(requests[0]?.body))?.[1]).toBe(
      '<tns:PlaceOrderRequest><customerNumber>100001</customerNumber><requestedDelivery xsi:nil="true"/>' +
        "<pickup><warehouse>HH</warehouse></pickup><item><sku>W-1</sku><quantity>0.5</quantity></item></tns:PlaceOrderRequest>",
    );
  });

  test.each([
    ["no items", { ...wish, item: [] }, "/PlaceOrderRequest/item"],
    [
      "nothing of an item",
      { ...wish, item: [{ sku: "W-1", quantity: "0" }] },
      "/PlaceOrderRequest/item[1]/quantity",
    ],
    [
      "a quantity as number",
      { ...wish, item: [{ sku: "W-1", quantity: 1 }] },
      "/PlaceOrderRequest/item[1]/quantity",
    ],
    [
      "more digits than the ERP holds",
      { ...wish, item: [{ sku: "W-1", quantity: "0.0001" }] },
      "/PlaceOrderRequest/item[1]/quantity",
    ],
  ])("an order with %s is refused before anything is sent", async (_what, input, path) => {
    const { client, requests } = erp("");
    const error: unknown = await client
      .PlaceOrder(input as PlaceOrderRequestWire, testCall())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SoapInputInvalid);
    expect(error).toMatchObject({ path });
    expect(requests).toEqual([]);
  });
});
