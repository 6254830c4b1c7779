import {
  canonicalDecimal,
  type Delivery,
  type Order,
  type OrderLine,
  type OrderStatus,
  toCurrency,
  toDay,
  toMoney,
} from "@portico/domain";
import type { OrderLineWire, OrderStatusWire, OrderWire } from "../generated/erp.gen.ts";
import { toInstant } from "./head-office-time.ts";

export function toOrder(order: OrderWire): Order {
  const currency = toCurrency(order.currency);
  return {
    id: order.orderNumber,
    customerId: order.customerNumber,
    status: statuses[order.status],
    placedAt: toInstant(order.placedAt),
    requestedDeliveryDate: order.requestedDelivery ? toDay(order.requestedDelivery) : null,
    reference: order.customerReference ?? null,
    delivery: toDelivery(order),
    lines: order.line.map((line) => toOrderLine(line, currency)),
    total: toMoney(order.total, currency),
  };
}

const statuses: Record<OrderStatusWire, OrderStatus> = {
  RECEIVED: "received",
  CONFIRMED: "confirmed",
  SHIPPED: "shipped",
  DELIVERED: "delivered",
  CANCELLED: "cancelled",
};

export const toStatusWire = (status: OrderStatus): OrderStatusWire => wireStatuses[status];

const wireStatuses: Record<OrderStatus, OrderStatusWire> = {
  received: "RECEIVED",
  confirmed: "CONFIRMED",
  shipped: "SHIPPED",
  delivered: "DELIVERED",
  cancelled: "CANCELLED",
};

const toDelivery = (order: OrderWire): Delivery =>
  order.shipTo === undefined
    ? { kind: "pickup", warehouse: order.pickup.warehouse }
    : { kind: "ship", address: order.shipTo };

function toOrderLine(line: OrderLineWire, currency: string): OrderLine {
  const { position } = line;
  switch (line.$type) {
    case "ArticleLine":
      return {
        kind: "product",
        position,
        sku: line.sku,
        quantity: canonicalDecimal(line.quantity),
        unitPrice: toMoney(line.unitPrice, currency),
        total: toMoney(line.lineTotal, currency),
      };
    case "ServiceLine":
      return {
        kind: "service",
        position,
        description: line.description,
        total: toMoney(line.lineTotal, currency),
      };
    case "TextLine":
      return { kind: "note", position, text: line.text };
  }
}
