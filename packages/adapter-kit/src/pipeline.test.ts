import type { Policy } from "@portico/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pipeline } from "./pipeline.ts";

const ORDER = ["cached", "retry", "hedge", "breaker", "bulkhead", "attempt"];
const policy = (name: string): Policy => ({ name, settings: {}, open: () => (next) => next });

describe("a pipeline", () => {
  test("may leave out any part but the attempt, and keeps the order it was given", () => {
    fc.assert(
      fc.property(fc.subarray(ORDER.slice(0, -1)), (parts) => {
        const names = [...parts, "attempt"];
        expect(pipeline(...names.map(policy)).map(({ name }) => name)).toEqual(names);
      }),
    );
  });

  test("takes its parts in one order only, and each once", () => {
    const wrong = fc
      .array(fc.constantFrom(...ORDER), { minLength: 2, maxLength: 7 })
      .filter((names) => names.some((name, at) => ORDER.indexOf(name) <= ORDER.indexOf(names[at - 1] ?? "")));
    fc.assert(
      fc.property(wrong, (names) => {
        expect(() => pipeline(...names.map(policy))).toThrow(TypeError);
      }),
    );
  });

  test("says what is wrong with a policy nobody knows", () => {
    expect(() => pipeline(policy("cached"), policy("patience"))).toThrow(
      new TypeError(
        '"patience" cannot stand here: a pipeline is cached > retry > hedge > breaker > bulkhead or adaptive > attempt.',
      ),
    );
  });

  test("ends with its attempt: nothing else bounds a call", () => {
    fc.assert(
      fc.property(fc.subarray(ORDER.slice(0, -1)), (names) => {
        expect(() => pipeline(...names.map(policy))).toThrow(
          new TypeError('A pipeline ends with its "attempt".'),
        );
      }),
    );
  });

  test("has a limit that is said or one that is learned, not both", () => {
    expect(pipeline(policy("breaker"), policy("adaptive"), policy("attempt"))).toHaveLength(3);
    expect(() => pipeline(policy("bulkhead"), policy("adaptive"))).toThrow(TypeError);
    expect(() => pipeline(policy("adaptive"), policy("bulkhead"))).toThrow(TypeError);
  });
});
