import { addDays, daysBeforeEstate, isSunday, twoDigits } from "./calendar.ts";
import type { SeedCustomer } from "./customer.ts";
import { type Dice, dice } from "./dice.ts";
import {
  lineTotalCents,
  orderTotalCents,
  type SeedOrder,
  type SeedOrderLine,
  type SeedOrderStatus,
} from "./order.ts";
import type { SeedProduct } from "./product.ts";
import { references, remarks, services, warehouses } from "./words/orders.ts";

const orderCount = 3_420;
const showpieceOrderCount = 72;
/** Every 31st customer has never ordered. */
const silentEvery = 31;
const daysBack = 548;
/** Ten digits, so that text order is number order. */
const firstNumber = 4_500_100_001;

/** In order of number, which is order of time. */
export function growOrders(
  customers: readonly SeedCustomer[],
  products: readonly SeedProduct[],
  seed: number,
): readonly SeedOrder[] {
  const luck = dice(seed, "orders");
  const [showpiece, ...others] = customers.filter((_, index) => index % silentEvery !== silentEvery - 1);
  if (showpiece === undefined) return [];

  // A few order weekly, most now and then: each joins the draw once to eight times.
  const draw = others.flatMap((customer) =>
    Array.from({ length: luck.pick([1, 1, 2, 3, 5, 8]) }, () => customer),
  );
  const assortments = new Map(customers.map(({ number }) => [number, luck.sample(products, 30)]));

  const placed = Array.from({ length: orderCount }, (_, index) => {
    const customer = index < showpieceOrderCount ? showpiece : luck.pick(draw);
    // The showpiece's first orders are recent, so that it has one in every state; the deleted stopped long ago.
    const daysAgo = index < 6 ? index + 1 : luck.int(customer.deleted ? 200 : 1, daysBack);
    return { customer, placedAt: placedAt(luck, daysAgo) };
  }).toSorted((a, b) => (a.placedAt < b.placedAt ? -1 : 1));

  return placed.map(({ customer, placedAt: at }, index) => {
    const lines = growLines(luck, assortments.get(customer.number) ?? products);
    return {
      number: String(firstNumber + index),
      version: luck.int(1, 9),
      customerNumber: customer.number,
      status: statusByAge(luck, at),
      placedAt: at,
      requestedDelivery: requestedDelivery(luck, at),
      customerReference: luck.chance(0.6) ? `${luck.pick(references)} ${luck.int(1_000, 9_999)}` : undefined,
      delivery: luck.chance(0.15)
        ? { kind: "pickup", warehouse: luck.pick(warehouses) }
        : { kind: "ship", recipient: customer.name, ...customer.address },
      lines,
      totalCents: orderTotalCents(lines),
    };
  });
}

function placedAt(luck: Dice, daysAgo: number): string {
  const day = daysBeforeEstate(daysAgo);
  const time = `${twoDigits(luck.int(5, 21))}:${twoDigits(luck.int(0, 59))}:${twoDigits(luck.int(0, 59))}`;
  return `${isSunday(day) ? addDays(day, -1) : day}T${time}`;
}

function statusByAge(luck: Dice, placed: string): SeedOrderStatus {
  if (luck.chance(0.03)) return "cancelled";
  const day = placed.slice(0, 10);
  if (day >= daysBeforeEstate(1)) return "received";
  if (day >= daysBeforeEstate(3)) return "confirmed";
  if (day >= daysBeforeEstate(luck.int(5, 7))) return "shipped";
  return "delivered";
}

function requestedDelivery(luck: Dice, placed: string): string | null | undefined {
  if (luck.chance(0.25)) return null;
  return luck.chance(0.3) ? undefined : addDays(placed.slice(0, 10), luck.int(1, 6));
}

function growLines(luck: Dice, assortment: readonly SeedProduct[]): SeedOrderLine[] {
  const lines: SeedOrderLine[] = luck
    .sample(assortment, luck.int(2, 10))
    .map((product, index) => articleLine(luck, product, index + 1));
  if (luck.chance(0.35)) {
    const [description, totalCents] = luck.pick(services);
    lines.push({ kind: "service", position: lines.length + 1, description, totalCents });
  }
  if (luck.chance(0.3)) lines.push({ kind: "text", position: lines.length + 1, text: luck.pick(remarks) });
  return lines;
}

function articleLine(luck: Dice, product: SeedProduct, position: number): SeedOrderLine {
  const quantityE3 = product.byWeight ? luck.int(5, 250) * 100 : luck.int(1, luck.pick([2, 6, 24])) * 1_000;
  // Contract prices are a fraction of the list price, and finer than a cent.
  const unitPriceE4 = luck.chance(0.4) ? product.priceCents * luck.int(88, 99) : product.priceCents * 100;
  const discountE2 = luck.chance(0.2) ? luck.pick([200, 250, 300, 500, 750, 1_000]) : undefined;
  const sku = luck.chance(0.005) ? delisted(product.sku) : product.sku;
  return {
    kind: "article",
    position,
    sku,
    quantityE3,
    unitPriceE4,
    discountE2,
    totalCents: lineTotalCents(quantityE3, unitPriceE4, discountE2),
  };
}

// Sold once and gone from the catalog since: a number no living product has.
const delisted = (sku: string): string => `${sku.slice(0, 4)}9${sku.slice(5)}`;
