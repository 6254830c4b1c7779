import { xmlText } from "@portico/mock-kit";
import type { SeedOrder, SeedOrderLine } from "@portico/mock-seed";
import { namespaces as ns } from "./names.ts";

/** An `Order` of the contract: local elements without namespace, as the schema says. Expects the prefixes of `orderPrefixes`. */
export const orderXml = (order: SeedOrder): string =>
  `<order>` +
  `<orderNumber>${order.number}</orderNumber>` +
  `<version>${order.version}</version>` +
  `<customerNumber>${order.customerNumber}</customerNumber>` +
  `<status>${order.status.toUpperCase()}</status>` +
  `<placedAt>${order.placedAt}</placedAt>` +
  requestedDelivery(order.requestedDelivery) +
  (order.customerReference === undefined
    ? ""
    : `<customerReference>${xmlText(order.customerReference)}</customerReference>`) +
  deliveryXml(order.delivery) +
  order.lines.map(lineXml).join("") +
  `<total>${decimal(order.totalCents, 2)}</total>` +
  `<currency>EUR</currency>` +
  `</order>`;

/** Declares what `orderXml` uses, on an element around it. */
export const orderPrefixes = `xmlns:ns2="${ns.service}" xmlns:xsi="${ns.xsi}"`;

function requestedDelivery(date: string | null | undefined): string {
  if (date === undefined) return "";
  return date === null
    ? `<requestedDelivery xsi:nil="true"/>`
    : `<requestedDelivery>${date}</requestedDelivery>`;
}

function deliveryXml(delivery: SeedOrder["delivery"]): string {
  if (delivery.kind === "pickup")
    return `<pickup><warehouse>${xmlText(delivery.warehouse)}</warehouse></pickup>`;
  const { recipient, street, postalCode, city, country } = delivery;
  return (
    `<shipTo><recipient>${xmlText(recipient)}</recipient><street>${xmlText(street)}</street>` +
    `<postalCode>${xmlText(postalCode)}</postalCode><city>${xmlText(city)}</city><country>${xmlText(country)}</country></shipTo>`
  );
}

function lineXml(line: SeedOrderLine): string {
  const position = `<position>${line.position}</position>`;
  switch (line.kind) {
    case "article":
      return (
        `<line xsi:type="ns2:ArticleLine">${position}<sku>${xmlText(line.sku)}</sku>` +
        `<quantity>${decimal(line.quantityE3, 3)}</quantity><unitPrice>${decimal(line.unitPriceE4, 4)}</unitPrice>` +
        (line.discountE2 === undefined
          ? ""
          : `<discountPercent>${decimal(line.discountE2, 2)}</discountPercent>`) +
        `<lineTotal>${decimal(line.totalCents, 2)}</lineTotal></line>`
      );
    case "service":
      return (
        `<line xsi:type="ns2:ServiceLine">${position}<description>${xmlText(line.description)}</description>` +
        `<lineTotal>${decimal(line.totalCents, 2)}</lineTotal></line>`
      );
    case "text":
      return `<line xsi:type="ns2:TextLine">${position}<text>${xmlText(line.text)}</text></line>`;
  }
}

// BigDecimal of a NUMBER column: the scale is always printed.
function decimal(scaled: number, digits: number): string {
  const text = String(Math.abs(scaled)).padStart(digits + 1, "0");
  return `${scaled < 0 ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
