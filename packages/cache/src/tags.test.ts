import { expect, test } from "vitest";
import { openCacheStore } from "./cache-store.ts";
import { cachedOperation } from "./testing/cached-operation.ts";

// So many tags are told apart by their last purge.
const TAGS = 10_000;

/** Answers with one tag each, and the hand that has them forgotten, one tag at a time. */
function tagged() {
  const store = openCacheStore();
  const one = cachedOperation({}, { tagsOf: (input) => [`product:${String(input)}`] }, store);
  return {
    ...one,
    /** Whether an answer is still there. */
    knows: async (input: string) => {
      const before = one.asked.length;
      void one.ask(input);
      const asked = one.asked.length > before;
      if (asked) one.asked.at(-1)?.answer("again");
      await one.clock.advance(0);
      return !asked;
    },
    purge: async (count: number, name = "other") => {
      for (let at = 0; at < count; at += 1) await store.purge([`product:${name} ${at}`]);
    },
  };
}

test("what was purged is forgotten, however much was purged after it", async () => {
  const { remember, knows, purge } = tagged();
  await remember("gone 0", "one");
  await purge(1, "gone");
  await purge(2 * TAGS);
  expect(await knows("gone 0")).toBe(false);
});

test.each([
  [TAGS, true],
  [TAGS + 1, false],
])("after %i purges it is %s that an answer from before the oldest is still known", async (purges, known) => {
  const { remember, knows, purge } = tagged();
  await remember("old", "one");
  await purge(1);
  await remember("later", "two");
  await purge(purges - 1, "more");
  expect([await knows("old"), await knows("later")]).toEqual([known, true]);
});

test("a tag that is purged again and again is one of them, and none of the oldest", async () => {
  const { remember, knows, purge } = tagged();
  await purge(1, "often");
  await purge(TAGS - 1);
  await remember("kept", "one");
  await purge(1, "often");
  await purge(1, "new");
  expect(await knows("kept")).toBe(true);
});

test.each([
  [256, true],
  [257, false],
])(
  "an answer with %i tags of its own is remembered: %s; any of them makes it forgotten",
  async (count, known) => {
    const tags = Array.from({ length: count }, (_, at) => `line:${at}`);
    const store = openCacheStore();
    const { asked, ask, remember, clock } = cachedOperation({}, { tagsOf: () => tags }, store);
    await remember("a", "one");
    void ask("a");
    await clock.advance(0);
    expect(asked).toHaveLength(known ? 1 : 2);
    asked[1]?.answer("two");
    await store.purge([`line:${count - 1}`]);
    const before = asked.length;
    await remember("a", "three");
    expect(asked).toHaveLength(before + 1);
  },
);
