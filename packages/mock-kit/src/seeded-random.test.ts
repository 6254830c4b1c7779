import { expect, test } from "vitest";
import { seededRandom } from "./seeded-random.ts";

// What is written down with a seed, from estates to fault scripts, must mean the same in every version.
// Source: mulberry32 by Tommy Ettinger, as published.
test.each([
  [0, [0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]],
  [1, [0.6270739405881613, 0.002735721180215478, 0.5274470399599522]],
  [4_294_967_295, [0.8964226141106337, 0.189478256739676, 0.7156526781618595]],
])("seed %i draws the numbers it always drew", (seed, numbers) => {
  const random = seededRandom(seed);
  expect(numbers.map(() => random())).toEqual(numbers);
});
