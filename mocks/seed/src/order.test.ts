import { assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { lineTotalCents } from "./order.ts";

test.each([
  ["2.5 of 1.00", 2_500, 10_000, undefined, 250],
  ["a half cent is rounded up", 1_000, 50, undefined, 1],
  ["just under a half cent is not", 999, 50, undefined, 0],
  ["12 of 41.3955 less 7.5 %", 12_000, 413_955, 750, 45_949],
])("%s", (_, quantityE3, unitPriceE4, discountE2, cents) => {
  expect(lineTotalCents(quantityE3, unitPriceE4, discountE2)).toBe(cents);
});

test("a line is never off by more than half a cent, even where doubles would be", () => {
  assert(
    property(
      integer({ min: 1, max: 9_999_999 }),
      integer({ min: 1, max: 99_999_999 }),
      integer({ min: 0, max: 10_000 }),
      (quantityE3, unitPriceE4, discountE2) => {
        const exactE11 = BigInt(quantityE3) * BigInt(unitPriceE4) * BigInt(10_000 - discountE2);
        const errorE11 =
          BigInt(lineTotalCents(quantityE3, unitPriceE4, discountE2)) * 1_000_000_000n - exactE11;
        expect(errorE11 > -500_000_000n && errorE11 <= 500_000_000n).toBe(true);
      },
    ),
  );
});
