import { ContractBroken } from "@portico/core";
import { z } from "zod";
import { canonicalDecimal } from "./decimal.ts";

const CURRENCY = /^[A-Z]{3}$/;

/** An exact amount: a float would lose cents. */
export const MoneySchema = z.object({
  amount: z
    .string()
    .regex(/^-?\d+\.\d{2,}$/)
    .describe("An exact decimal in major units: `19.90`."),
  currency: z.string().regex(CURRENCY).describe("ISO 4217."),
});
export type Money = z.infer<typeof MoneySchema>;

/**
 * What a contract that knows texts only calls a currency. Not mended: an amount whose currency was guessed is no amount.
 * @throws {ContractBroken} when it is not written as ISO 4217 writes them
 */
export function toCurrency(text: string): string {
  if (!CURRENCY.test(text)) throw new ContractBroken("A currency is not one of ISO 4217.");
  return text;
}

/** @param amount a decimal as XML Schema or an old API writes it; every digit that counts is kept */
export const toMoney = (amount: string, currency: string): Money => ({
  amount: canonicalDecimal(amount, 2),
  currency,
});
