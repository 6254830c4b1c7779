import type { PlaceOrderRequestWire } from "@portico/adapter-erp/generated";
import type { Floors } from "./row.ts";

/** An input of PlaceOrder. */
export interface RecordedRequest {
  readonly name: string;
  readonly input: PlaceOrderRequestWire;
  readonly floors: Floors;
}

/** An order as a shop places it, and that of a customer who sends a whole year's demand at once. */
export const recordedRequests = (): readonly RecordedRequest[] => [
  { name: "1 KB", input: orderOf(8), floors: { "node-soap": 8 } },
  { name: "1 MB", input: orderOf(17_800), floors: { "node-soap": 20 } },
];

/** The same order with ever more items. */
export const growingRequests = (): readonly RecordedRequest[] =>
  Array.from({ length: 9 }, (_, i) => 2 ** i * 280).map((items) => ({
    name: `${items} items`,
    input: orderOf(items),
    floors: {},
  }));

/** Texts with characters to escape and beyond ASCII, and items that all differ. */
const orderOf = (items: number): PlaceOrderRequestWire => ({
  customerNumber: "100017",
  requestedDelivery: "2026-12-01",
  customerReference: "PO 4711/26 <urgent> & fragile",
  shipTo: {
    recipient: "Bäckerei Müller & Söhne",
    street: "Große Bleichen 12",
    postalCode: "20354",
    city: "Hamburg",
    country: "DE",
  },
  item: Array.from({ length: items }, (_, i) => ({
    sku: `NH-${10_000 + ((i * 7_919) % 90_000)}`,
    quantity: i % 3 === 0 ? `${1 + (i % 40)}.500` : String(1 + (i % 40)),
  })),
});
