import { z } from "zod";

/** An exact amount. `amount` is a decimal string in major units (`"19.90"`): a float would lose cents. */
export const MoneySchema = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof MoneySchema>;
