/** What the products of a category are made of: every brand makes every kind in every size. */
export interface CategoryWords {
  readonly prefix: string;
  readonly category: string;
  readonly vat: "standard" | "reduced";
  readonly brands: readonly string[];
  readonly kinds: readonly Kind[];
  readonly sizes: readonly Size[];
  /** How to use and how to keep it. */
  readonly advice: readonly string[];
}

export interface Kind {
  readonly title: string;
  readonly about: string;
  /** Of one piece in a size of factor 1. */
  readonly cents: number;
}

export interface Size {
  readonly unit: string;
  /** How the size is said in a title. */
  readonly label: string;
  readonly packSize: number;
  /** Price of one piece relative to the kind's. */
  readonly factor: number;
  /** Of one piece. */
  readonly grams: number;
  readonly byWeight?: true;
}

export const kilo: Size = { unit: "kg", label: "lose", packSize: 1, factor: 1, grams: 1_000, byWeight: true };

export const kind = (title: string, cents: number, about: string): Kind => ({ title, cents, about });
