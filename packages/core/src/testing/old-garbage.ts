import { collect, heapBytes } from "./heap.ts";

export const VALUE_BYTES = 8_000;
const ALIVE = 96;
const YOUNG_EVERY = 250;
const ROUNDS = 4;
const PER_ROUND = 4_000;

/**
 * How many bytes of each value of `VALUE_BYTES` are left, at worst, when thousands have come and gone, a hundred of them
 * at a time, and only young collections have passed: garbage that waits for a collection of everything.
 * @param begin takes a value in; the answer lets it go
 */
export function oldGarbageOf(begin: (value: readonly string[], i: number) => () => void): number {
  const ends: (() => void)[] = [];
  const left = Array.from({ length: ROUNDS }, () => {
    collect("major");
    const before = heapBytes();
    for (let i = 0; i < PER_ROUND; i++) {
      ends.push(
        begin(
          Array.from({ length: VALUE_BYTES / 8 }, () => ""),
          i,
        ),
      );
      if (ends.length > ALIVE) ends.shift()!();
      if (i % YOUNG_EVERY === 0) collect("minor");
    }
    collect("minor");
    collect("minor");
    return (heapBytes() - before) / PER_ROUND;
  });
  return Math.max(...left);
}
