import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pagesOf } from "./paging.ts";

/** Their page, as the contract describes it. */
const pageOf = <T>(items: readonly T[], page: number, perPage: number): T[] =>
  items.slice((page - 1) * perPage, page * perPage);

const windowThroughPages = <T>(items: readonly T[], offset: number, limit: number): T[] => {
  const { perPage, pages, skip } = pagesOf(offset, limit);
  return pages.flatMap((page) => pageOf(items, page, perPage)).slice(skip, skip + limit);
};

const limit = fc.integer({ min: 1, max: 100 });

describe("a window cut out of pages", () => {
  test("is the same slice as out of the whole list", () => {
    fc.assert(
      fc.property(fc.nat(700), fc.nat(800), limit, (length, offset, size) => {
        const items = Array.from({ length }, (_, at) => at);
        expect(windowThroughPages(items, offset, size)).toEqual(items.slice(offset, offset + size));
      }),
      { numRuns: 2_000 },
    );
  });

  test("asks within the contract, however far out: pages 1 to a million of 1 to 100, two at most", () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), limit, (offset, size) => {
        const { pages, perPage } = pagesOf(offset, size);
        expect(perPage).toBeGreaterThanOrEqual(1);
        expect(perPage).toBeLessThanOrEqual(100);
        expect(pages.length).toBeLessThanOrEqual(2);
        for (const page of pages) {
          expect(page).toBeGreaterThanOrEqual(1);
          expect(page).toBeLessThanOrEqual(1_000_000);
        }
      }),
    );
  });

  test("is the smallest single page that holds it, and two only where there is none", () => {
    fc.assert(
      fc.property(fc.nat(5_000), limit, (offset, size) => {
        const sizes = Array.from({ length: 101 - size }, (_, more) => size + more);
        const last = offset + size - 1;
        const smallest = sizes.find((perPage) => Math.floor(offset / perPage) === Math.floor(last / perPage));
        const { pages, perPage } = pagesOf(offset, size);
        expect(pages).toHaveLength(smallest === undefined ? 2 : 1);
        if (smallest !== undefined) expect(perPage).toBe(smallest);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    { offset: 0, limit: 20, perPage: 20, pages: [1], skip: 0 },
    { offset: 40, limit: 20, perPage: 20, pages: [3], skip: 0 },
    { offset: 30, limit: 20, perPage: 25, pages: [2], skip: 5 },
    { offset: 99, limit: 2, perPage: 3, pages: [34], skip: 0 },
    { offset: 50, limit: 100, perPage: 100, pages: [1, 2], skip: 50 },
    { offset: 99_999_850, limit: 100, perPage: 100, pages: [999_999, 1_000_000], skip: 50 },
    { offset: 99_999_950, limit: 100, perPage: 100, pages: [1_000_000], skip: 100 },
  ])("$limit from $offset on are in pages $pages of $perPage", ({ offset, limit: size, ...expected }) => {
    expect(pagesOf(offset, size)).toEqual(expected);
  });
});
