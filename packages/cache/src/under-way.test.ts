import { oldGarbageOf, VALUE_BYTES } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { UnderWay } from "./under-way.ts";

describe("what is under way", () => {
  test("is there until its end, and what has come instead stays", () => {
    const underWay = new UnderWay<string>();
    const endFirst = underWay.begin("key", "first");
    const endSecond = underWay.begin("key", "second");
    endFirst();
    expect(underWay.get("key")).toBe("second");
    endSecond();
    expect(underWay.get("key")).toBeUndefined();
  });

  test("leaves nothing behind that only a collection of everything would free", () => {
    const underWay = new UnderWay<unknown>();
    const left = oldGarbageOf((value, i) => underWay.begin(`key ${i}`, value));
    expect(left).toBeLessThan(VALUE_BYTES / 10);
  });
});
