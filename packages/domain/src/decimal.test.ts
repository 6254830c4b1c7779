import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalDecimal } from "./decimal.ts";
import { MoneySchema, toMoney } from "./money.ts";

test.each([
  ["82500.0000", "82500.00"],
  ["15.3762", "15.3762"],
  ["15.37600", "15.376"],
  ["+7", "7.00"],
  [".5", "0.50"],
  ["5.", "5.00"],
  ["007.10", "7.10"],
  ["-0.00", "0.00"],
  ["-12.3", "-12.30"],
  ["12345678901234567890.12", "12345678901234567890.12"],
])("the amount %s is written %s", (given, written) => {
  expect(toMoney(given, "EUR")).toEqual({ amount: written, currency: "EUR" });
});

test("a quantity has only the decimals it needs", () => {
  expect(["19.000", "17.200", "0.125"].map((text) => canonicalDecimal(text))).toEqual([
    "19",
    "17.2",
    "0.125",
  ]);
});

test("writing a decimal our way keeps its value, whatever its length, and is final", () =>
  fc.assert(
    fc.property(
      fc.constantFrom("", "+", "-"),
      fc.stringMatching(/^\d{1,30}$/),
      fc.stringMatching(/^\d{0,30}$/),
      (sign, integer, fraction) => {
        const { amount } = toMoney(`${sign}${integer}.${fraction}`, "EUR");
        const scaled = BigInt(integer + fraction.padEnd(30, "0")) * (sign === "-" ? -1n : 1n);
        const [whole = "", decimals = ""] = amount.replace("-", "").split(".");
        const again = BigInt(whole + decimals.padEnd(30, "0")) * (amount.startsWith("-") ? -1n : 1n);
        expect(again).toBe(scaled);
        expect(toMoney(amount, "EUR").amount).toBe(amount);
        expect(MoneySchema.safeParse({ amount, currency: "EUR" }).success).toBe(true);
      },
    ),
  ));
