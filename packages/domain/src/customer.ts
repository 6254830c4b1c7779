import type { Operation } from "@portico/core";
import { z } from "zod";
import { MoneySchema } from "./money.ts";

export const CustomerSchema = z.object({
  /** The customer number every system knows them by. */
  id: z.string(),
  companyName: z.string(),
  segment: z.enum(["retail", "gastronomy", "industry", "public"]),
  contact: z.object({ name: z.string(), email: z.string().nullable(), phone: z.string().nullable() }),
  address: z.object({ street: z.string(), postalCode: z.string(), city: z.string(), country: z.string() }),
  /** `null`: no limit was agreed. */
  creditLimit: MoneySchema.nullable(),
  paymentTermDays: z.number().int(),
  /** The calendar day the relationship began, `YYYY-MM-DD`. */
  customerSince: z.iso.date(),
  accountManager: z.object({ name: z.string(), email: z.string() }).nullable(),
});
export type Customer = z.infer<typeof CustomerSchema>;

export interface CustomerDirectory {
  /** `null`: there is no such customer, or no longer. */
  readonly findCustomer: Operation<{ readonly customerId: string }, Customer | null>;
}
