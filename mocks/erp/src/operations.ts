import { xmlText, type XmlElement } from "@portico/mock-kit";
import type { SeedOrder } from "@portico/mock-seed";
import { ErpFault } from "./envelope.ts";
import { actionOf, namespaces as ns, type OperationName } from "./names.ts";
import { orderPrefixes, orderXml } from "./order-xml.ts";
import type { OrderLedger, OrderSearch } from "./order-ledger.ts";
import { readFields, unmarshallingError } from "./read-message.ts";

/** One per operation: the request's body element in, the answer's wire text out. Throws `ErpFault`. */
type Perform = (request: XmlElement, ledger: OrderLedger, placedAt: string) => string;

export const operations: Readonly<Record<OperationName, Perform>> = {
  FindOrders(request, ledger) {
    const fields = ["customerNumber", "status", "sortBy", "direction", "firstResult", "maxResults"];
    const read = readFields(request, fields);
    const { totalCount, orders } = ledger.find({
      customerNumber: read.text("customerNumber"),
      status: read
        .optionalText("status", /^(RECEIVED|CONFIRMED|SHIPPED|DELIVERED|CANCELLED)$/)
        ?.toLowerCase() as OrderSearch["status"],
      sortBy: read.text("sortBy", /^(PLACED_AT|TOTAL)$/) as OrderSearch["sortBy"],
      direction: read.text("direction", /^(ASC|DESC)$/) as OrderSearch["direction"],
      firstResult: Number(read.text("firstResult", /^\+?\d{1,9}$/)),
      maxResults: Number(read.text("maxResults", /^\+?0*([1-9]\d?|100)$/)),
    });
    return (
      `<ns2:FindOrdersResponse ${orderPrefixes}><totalCount>${totalCount}</totalCount>` +
      orders.map(orderXml).join("") +
      `</ns2:FindOrdersResponse>`
    );
  },

  GetOrder(request, ledger) {
    const orderNumber = readFields(request, ["orderNumber"]).text("orderNumber");
    const order = ledger.get(orderNumber);
    if (order !== undefined) return answerWith("GetOrderResponse", order);
    throw declaredFault(
      "GetOrder",
      "OrderNotFoundFault",
      `Order ${orderNumber} not found`,
      `<orderNumber>${xmlText(orderNumber)}</orderNumber>`,
    );
  },

  PlaceOrder(request, ledger, placedAt) {
    const fields = ["customerNumber", "requestedDelivery", "customerReference", "shipTo", "pickup", "item"];
    const read = readFields(request, fields, ["item"]);
    const items = read.all("item").map((item) => {
      const { text } = readFields(item, ["sku", "quantity"]);
      return { sku: text("sku"), quantityE3: quantityE3(text("quantity", /^\+?\d{1,7}(\.\d{1,3})?$/)) };
    });
    if (items.length === 0) throw unmarshallingError("element item is missing");
    const placed = ledger.place({
      customerNumber: read.text("customerNumber"),
      requestedDelivery: read.nillableText(
        "requestedDelivery",
        /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
      ),
      customerReference: read.optionalText("customerReference"),
      delivery: readDelivery(read.all("shipTo")[0], read.all("pickup")[0]),
      items,
      placedAt,
    });
    if (!("reason" in placed)) return answerWith("PlaceOrderResponse", placed);
    throw declaredFault(
      "PlaceOrder",
      "OrderRejectedFault",
      placed.message,
      `<reason>${placed.reason}</reason><message>${xmlText(placed.message)}</message>`,
    );
  },
};

const answerWith = (element: string, order: SeedOrder): string =>
  `<ns2:${element} ${orderPrefixes}>${orderXml(order)}</ns2:${element}>`;

// A filter in front of CXF turned every 500 into an error page, so since 2013 declared faults leave with status 200.
const declaredFault = (operation: OperationName, name: string, message: string, content: string): ErpFault =>
  new ErpFault(message, {
    code: "soap:Receiver",
    detail: `<ns2:${name} xmlns:ns2="${ns.service}">${content}</ns2:${name}>`,
    action: actionOf(operation, `/Fault/${name}`),
    status: 200,
  });

function readDelivery(shipTo: XmlElement | undefined, pickup: XmlElement | undefined): SeedOrder["delivery"] {
  if (pickup !== undefined && shipTo === undefined) {
    return { kind: "pickup", warehouse: readFields(pickup, ["warehouse"]).text("warehouse") };
  }
  if (shipTo === undefined || pickup !== undefined) throw unmarshallingError("either shipTo or pickup");
  const address = ["recipient", "street", "postalCode", "city", "country"] as const;
  const { text } = readFields(shipTo, address);
  return {
    kind: "ship",
    recipient: text("recipient"),
    street: text("street"),
    postalCode: text("postalCode"),
    city: text("city"),
    country: text("country"),
  };
}

function quantityE3(decimal: string): number {
  const [whole = "", fraction = ""] = decimal.split(".");
  const scaled = Number(whole) * 1_000 + Number(fraction.padEnd(3, "0"));
  if (scaled === 0) throw unmarshallingError("quantity must be positive");
  return scaled;
}
