/** A customer as the estate knows it, in nobody's wire format. */
export interface SeedCustomer {
  /** Six digits. */
  readonly number: string;
  /** The row's version, beyond what a double can count. */
  readonly version: bigint;
  /** Taken off the books, but the row is still there. */
  readonly deleted: boolean;
  readonly name: string;
  readonly segment: "retail" | "gastronomy" | "industry" | "public";
  readonly contact: SeedContact;
  readonly address: SeedAddress;
  /** `null`: no limit was agreed. */
  readonly creditLimitCents: number | null;
  readonly paymentTermDays: number;
  /** `YYYY-MM-DD` */
  readonly since: string;
  readonly accountManager: { readonly name: string; readonly email: string } | null;
  readonly tags: readonly string[];
  /** Newest first; `at` with offset. */
  readonly notes: readonly { readonly at: string; readonly author: string; readonly text: string }[];
}

export interface SeedContact {
  readonly salutation: "ms" | "mr" | "mx";
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface SeedAddress {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}
