import type { SeedAddress } from "./customer.ts";

export type SeedOrderStatus = "received" | "confirmed" | "shipped" | "delivered" | "cancelled";

/** An order as the estate knows it, in nobody's wire format. Currency is EUR throughout. */
export interface SeedOrder {
  /** Ten digits, ascending with time. */
  readonly number: string;
  readonly version: number;
  readonly customerNumber: string;
  readonly status: SeedOrderStatus;
  /** Head-office time without zone: `2026-10-02T09:14:05`. */
  readonly placedAt: string;
  /** `YYYY-MM-DD`; `null`: as soon as possible; `undefined`: nothing was said. */
  readonly requestedDelivery: string | null | undefined;
  readonly customerReference: string | undefined;
  readonly delivery:
    | ({ readonly kind: "ship"; readonly recipient: string } & SeedAddress)
    | { readonly kind: "pickup"; readonly warehouse: string };
  readonly lines: readonly SeedOrderLine[];
  /** The sum of the lines. */
  readonly totalCents: number;
}

export type SeedOrderLine =
  | {
      readonly kind: "article";
      readonly position: number;
      readonly sku: string;
      /** Thousandths of a sales unit. */
      readonly quantityE3: number;
      /** Ten-thousandths of a euro. */
      readonly unitPriceE4: number;
      /** Hundredths of a percent; `undefined`: none was agreed. */
      readonly discountE2: number | undefined;
      readonly totalCents: number;
    }
  | {
      readonly kind: "service";
      readonly position: number;
      readonly description: string;
      readonly totalCents: number;
    }
  | { readonly kind: "text"; readonly position: number; readonly text: string };

/** What a line costs, in cents, rounded half up once and at the end. */
export function lineTotalCents(quantityE3: number, unitPriceE4: number, discountE2: number = 0): number {
  const exactE11 = BigInt(quantityE3) * BigInt(unitPriceE4) * BigInt(10_000 - discountE2);
  return Number((exactE11 + 500_000_000n) / 1_000_000_000n);
}

export const orderTotalCents = (lines: readonly SeedOrderLine[]): number =>
  lines.reduce((sum, line) => sum + (line.kind === "text" ? 0 : line.totalCents), 0);
