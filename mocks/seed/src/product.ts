/** A product as the estate knows it, in nobody's wire format. */
export interface SeedProduct {
  /** Category prefix and running number: `WIN-0042`. */
  readonly sku: string;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly brand: string;
  /** Net, per sales unit, in euro cents. */
  readonly priceCents: number;
  /** What one piece is: `bottle 0.75 l`, `kg`. */
  readonly unit: string;
  /** Pieces in one sales unit. */
  readonly packSize: number;
  /** Sold in fractions of its unit. */
  readonly byWeight: boolean;
  readonly pictureUrl: string | null;
  /** May be ordered. */
  readonly active: boolean;
  readonly vat: "standard" | "reduced";
  /** Of one sales unit; `null`: nobody ever weighed it. */
  readonly weightGrams: number | null;
  /** Head-office time without zone: `2026-11-02 04:10:33`. */
  readonly updatedAt: string;
}
