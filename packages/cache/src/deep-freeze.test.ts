import { expect, test } from "vitest";
import { deepFreeze } from "./deep-freeze.ts";

test("freezes all the way down, also below what was frozen at its surface", () => {
  const answer = deepFreeze({ list: Object.freeze([{ name: "a" }]), inner: { deep: { leaf: 1 } } });
  expect(Object.isFrozen(answer)).toBe(true);
  expect(Object.isFrozen(answer.list[0])).toBe(true);
  expect(Object.isFrozen(answer.inner.deep)).toBe(true);
});

test.each([["text"], [1], [true], [null], [undefined], [new Uint8Array([1])]])(
  "leaves %o as it is",
  (value) => {
    expect(deepFreeze(value)).toBe(value);
  },
);
