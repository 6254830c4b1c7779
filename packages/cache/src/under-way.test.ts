import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { UnderWay } from "./under-way.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options: { readonly type: "minor" | "major" }) => void;

const VALUE_BYTES = 8_000;
const ALIVE = 96;
const YOUNG_EVERY = 250;
const ROUNDS = 4;
const PER_ROUND = 4_000;

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
    const underWay = new UnderWay<readonly string[]>();
    const ends: (() => void)[] = [];
    const comeAndGo = () => {
      for (let i = 0; i < PER_ROUND; i++) {
        ends.push(underWay.begin(`key ${i}`, Array.from({ length: VALUE_BYTES / 8 }, () => "")));
        if (ends.length > ALIVE) ends.shift()!();
        if (i % YOUNG_EVERY === 0) collect({ type: "minor" });
      }
    };
    const left = Array.from({ length: ROUNDS }, () => {
      collect({ type: "major" });
      const before = process.memoryUsage().heapUsed;
      comeAndGo();
      collect({ type: "minor" });
      collect({ type: "minor" });
      return (process.memoryUsage().heapUsed - before) / PER_ROUND;
    });
    expect(Math.max(...left)).toBeLessThan(VALUE_BYTES / 10);
  });
});
