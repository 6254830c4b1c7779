import { seededRandom } from "@portico/mock-kit";

/** Chance that repeats itself: the same seed and topic always fall the same way. */
export interface Dice {
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `count` different ones, in random order; all of them when there are fewer. */
  sample<T>(list: readonly T[], count: number): T[];
}

/** A topic of its own for each kind of fact: more customers must not change the products. */
export function dice(seed: number, topic: string): Dice {
  let topicSeed = seed;
  for (const character of topic)
    topicSeed = Math.imul(topicSeed ^ (character.codePointAt(0) ?? 0), 0x01000193);
  const random = seededRandom(topicSeed);
  const int = (min: number, max: number): number => min + Math.floor(random() * (max - min + 1));
  return {
    int,
    chance: (probability) => random() < probability,
    pick<T>(list: readonly T[]): T {
      const picked = list[int(0, list.length - 1)];
      if (picked === undefined) throw new RangeError("Nothing to pick from");
      return picked;
    },
    sample<T>(list: readonly T[], count: number): T[] {
      const rest = [...list];
      const picked: T[] = [];
      while (picked.length < count && rest.length > 0)
        picked.push(...rest.splice(int(0, rest.length - 1), 1));
      return picked;
    },
  };
}
