import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freezeAndWeigh } from "./freeze-and-weigh.ts";

test("freezes all the way down, also below what was frozen at its surface", () => {
  const answer = { list: Object.freeze([{ name: "a" }]), inner: { deep: { leaf: 1 } } };
  freezeAndWeigh(answer);
  expect(Object.isFrozen(answer)).toBe(true);
  expect(Object.isFrozen(answer.list[0])).toBe(true);
  expect(Object.isFrozen(answer.inner.deep)).toBe(true);
});

test("weighs more than its JSON, and not ten times as much", () => {
  const orders = Array.from({ length: 50 }, (_, at) => ({
    id: `50001${at}`,
    total: { amount: "19.90", currency: "EUR" },
  }));
  const { bytes } = freezeAndWeigh(orders);
  const { length } = JSON.stringify(orders);
  expect(bytes).toBeGreaterThan(length);
  expect(bytes).toBeLessThan(length * 10);
});

test("weighs what maps and sets hold: bytes are all that bounds the memory", () => {
  const held = Array.from({ length: 1_000 }, (_, at) => `50001${at}`);
  const { bytes } = freezeAndWeigh(held);
  expect(freezeAndWeigh(new Set(held)).bytes).toBeGreaterThanOrEqual(bytes);
  expect(freezeAndWeigh(new Map(held.map((id) => [id, { id }]))).bytes).toBeGreaterThanOrEqual(2 * bytes);
  expect(freezeAndWeigh({ orders: new Map([["all", held]]) }).bytes).toBeGreaterThan(bytes);
});

test("weighs bytes as the bytes they are", () => {
  expect(freezeAndWeigh({ scan: new Uint8Array(10_000) }).bytes).toBeGreaterThan(10_000);
  expect(freezeAndWeigh([Buffer.alloc(10_000)]).bytes).toBeGreaterThan(10_000);
});

describe("what is called portable", () => {
  test("comes back from JSON as it was", () => {
    fc.assert(
      fc.property(
        fc.anything({
          withNullPrototype: false,
          withSparseArray: true,
          withBigInt: true,
          withDate: true,
          withMap: true,
        }),
        (value) => {
          const before = structuredClone(value);
          if (!freezeAndWeigh(value).portable) return;
          const text = JSON.stringify({ value });
          expect((JSON.parse(text) as { value: unknown }).value).toEqual(before);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  test.each([
    [
      "an order",
      { id: "1", lines: [{ sku: "WIN-0001", text: "😀 \ud800" }], total: null, paid: false, count: 2 },
    ],
    ["nothing", undefined],
    ["null", null],
    ["an absent field", { reference: undefined }],
  ])("includes %s", (_, value) => {
    expect(freezeAndWeigh(value).portable).toBe(true);
  });

  test.each([
    ["a date", { at: new Date(0) }],
    ["a bigint", [1n]],
    ["not a number", Number.NaN],
    ["minus zero", { total: -0 }],
    ["a hole", [undefined, 1]],
    ["bytes", new Uint8Array([1])],
    ["a map", new Map()],
  ])("does not include %s", (_, value) => {
    expect(freezeAndWeigh(value).portable).toBe(false);
  });
});
