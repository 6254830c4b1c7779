import { z } from "zod";
import { canonicalDecimal } from "./decimal.ts";

/** An exact amount. `amount` is a decimal string in major units (`"19.90"`): a float would lose cents. */
export const MoneySchema = z.object({
  amount: z.string().regex(/^-?\d+\.\d{2,}$/),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof MoneySchema>;

/** @param amount a decimal as XML Schema or an old API writes it; every digit that counts is kept */
export const toMoney = (amount: string, currency: string): Money => ({
  amount: canonicalDecimal(amount, 2),
  currency,
});
