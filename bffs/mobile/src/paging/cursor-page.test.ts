import { Problem } from "@portico/bff-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor.ts";
import { cursorPage, type OffsetList } from "./cursor-page.ts";

interface Item {
  readonly id: string;
  /** Sorted by it, largest first. */
  readonly at: number;
}

/** A legacy list that knows offsets only, newest first, and changes under its reader. */
class Ledger implements OffsetList<Item> {
  readonly name = "ledger";
  items: Item[] = [];
  calls = 0;

  constructor(count: number) {
    for (let at = 0; at < count; at++) this.add(at * 10);
  }

  add(at: number) {
    if (this.items.some((item) => item.at === at)) return;
    this.items.push({ id: `id-${at}`, at });
    this.items.sort((a, b) => b.at - a.at);
  }

  remove(index: number) {
    this.items.splice(index % Math.max(1, this.items.length), 1);
  }

  async fetch(offset: number, limit: number) {
    this.calls += 1;
    return { items: this.items.slice(offset, offset + limit), total: this.items.length };
  }

  idOf = ({ id }: Item) => id;
  keyOf = ({ at }: Item) => String(at);
  isBehind = ({ at }: Item, after: { readonly key: string }) => at < Number(after.key);
}

async function readAll(ledger: Ledger, limit: number, between: () => void = () => {}): Promise<Item[]> {
  const seen: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await cursorPage(ledger, cursor, limit);
    seen.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    between();
  } while (cursor !== undefined);
  return seen;
}

describe("reading a list by cursors", () => {
  test("gives every item once, in order, in full pages, and ends", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 12 }), async (count, limit) => {
        const ledger = new Ledger(count);
        expect(await readAll(ledger, limit)).toEqual(ledger.items);
        expect(ledger.calls).toBe(Math.max(1, Math.ceil(count / limit)));
      }),
    ));

  test("gives what stayed in the list exactly once, while items come and go between the pages", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 4, max: 12 }),
        fc.array(
          fc.array(fc.oneof(fc.record({ add: fc.nat(700) }), fc.record({ remove: fc.nat(60) })), {
            maxLength: 4,
          }),
          { maxLength: 20 },
        ),
        async (count, limit, changes) => {
          const ledger = new Ledger(count);
          const stayed = new Set(ledger.items.map(({ id }) => id));
          const pending = [...changes];
          const seen = await readAll(ledger, limit, () => {
            for (const change of pending.shift() ?? []) {
              // Odd, so that it is never one that was there at the start.
              if ("add" in change) ledger.add(change.add * 2 + 1);
              else ledger.remove(change.remove);
            }
            const left = new Set(ledger.items.map(({ id }) => id));
            for (const id of stayed) if (!left.has(id)) stayed.delete(id);
          });
          const ids = seen.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const id of stayed) expect(ids).toContain(id);
          expect(seen).toEqual(seen.toSorted((a, b) => b.at - a.at));
        },
      ),
    ));

  test("follows a list that grew by many pages at its head", async () => {
    const ledger = new Ledger(30);
    const first = await cursorPage(ledger, undefined, 10);
    for (let i = 0; i < 35; i++) ledger.add(10_001 + i * 2);
    const second = await cursorPage(ledger, first.nextCursor ?? "", 10);
    expect(second.items.map(({ at }) => at)).toEqual([190, 180, 170, 160, 150, 140, 130, 120, 110, 100]);
  });

  test("gives up with a clear problem when the list is not the same any more", async () => {
    const ledger = new Ledger(300);
    const first = await cursorPage(ledger, undefined, 10);
    for (let i = 0; i < 500; i++) ledger.add(10_001 + i * 2);
    await expect(cursorPage(ledger, first.nextCursor ?? "", 10)).rejects.toMatchObject({
      code: "invalid_request",
      details: { errors: [{ field: "query.cursor" }] },
    });
  });
});

describe("a cursor", () => {
  const position = fc.record({
    offset: fc.integer({ min: 1, max: 10_000_000 }),
    afterId: fc.string({ maxLength: 40 }),
    afterKey: fc.string({ maxLength: 40 }),
  });

  test("reads back as it was written, and needs no escaping in a URL", () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), position, (list, written) => {
        const text = writeCursor(list, written);
        expect(encodeURIComponent(text)).toBe(text);
        expect(readCursor(list, text)).toEqual(written);
      }),
    ));

  test("stays short, however long the search that it scrolls", () => {
    const text = writeCursor(`products:${"ü".repeat(10_000)}`, {
      offset: 10_000_000,
      afterId: "x".repeat(40),
      afterKey: "y".repeat(40),
    });
    expect(text.length).toBeLessThan(200);
  });

  test.each([
    ["an offset of nothing", [0, "a", "b"]],
    ["a negative offset", [-20, "a", "b"]],
    ["a huge offset", [1e15, "a", "b"]],
    ["a fraction for an offset", [1.5, "a", "b"]],
    ["a text for an offset", ["20", "a", "b"]],
    ["no text for an item", [20, null, "b"]],
    ["a long text for an item", [20, "a".repeat(65), "b"]],
    ["a member more", [20, "a", "b", "c"]],
    ["a member less", [20, "a"]],
  ])("of ours that was tampered with, to hold %s, is refused", (_, forged) => {
    const json = Buffer.from(writeCursor("list", { offset: 20, afterId: "a", afterKey: "b" }), "base64url");
    const tag = (JSON.parse(json.toString()) as unknown[]).at(-1);
    const forge = (members: unknown) => Buffer.from(JSON.stringify(members)).toString("base64url");
    expect(readCursor("list", forge([20, "a", "b", tag]))).toEqual({
      offset: 20,
      afterId: "a",
      afterKey: "b",
    });
    expect(() => readCursor("list", forge([...forged, tag]))).toThrow(Problem);
  });

  test.each(["+", "/", "=", " ", "\n"])("is refused with %j added, which base64 would pass over", (extra) => {
    const text = writeCursor("list", { offset: 20, afterId: "a", afterKey: "b" });
    expect(() => readCursor("list", text + extra)).toThrow(Problem);
  });

  test("fits no other list", () => {
    const text = writeCursor("orders:shipped", { offset: 20, afterId: "1", afterKey: "2" });
    expect(() => readCursor("orders:all", text)).toThrow(Problem);
  });

  test("that is malformed is the client's mistake, never ours", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((json) => btoa(encodeURI(json))),
        ),
        (text) => {
          expect(() => readCursor("orders:all", text)).toThrow(Problem);
        },
      ),
    ));
});
