import { type Cursor, cursorProblem, readCursor, writeCursor } from "./cursor.ts";

/** A list behind a system that only knows offsets. */
export interface OffsetList<Item> {
  /** Names the list, its filter and whose it is, e.g. `orders:100001:shipped`. */
  readonly name: string;
  readonly fetch: (
    offset: number,
    limit: number,
  ) => Promise<{ readonly items: readonly Item[]; readonly total: number }>;
  readonly idOf: (item: Item) => string;
  readonly keyOf: (item: Item) => string;
  /** Whether the item stands behind the one `after` names, in the list's order. */
  readonly isBehind: (item: Item, after: { readonly id: string; readonly key: string }) => boolean;
}

export interface CursorPage<Item> {
  readonly items: readonly Item[];
  /** `null`: this was the last page. */
  readonly nextCursor: string | null;
}

// How often we look further left or right for the place where a moved list was left.
const LOOKS_MAX = 5;

/**
 * The next `limit` items behind a cursor, over a list that moves while it is read: an item that was in the list all
 * the time is seen exactly once, whatever was added or removed before it.
 */
export async function cursorPage<Item>(
  list: OffsetList<Item>,
  cursor: string | undefined,
  limit: number,
): Promise<CursorPage<Item>> {
  if (cursor === undefined) return toPage(list, 0, await list.fetch(0, limit), limit);
  const left = readCursor(list.name, cursor);
  const after = { id: left.afterId, key: left.afterKey };

  // The item it was left behind should come first; then nothing moved.
  let at = left.offset - 1;
  for (let look = 0; look < LOOKS_MAX; look++) {
    const window = await list.fetch(at, limit + 1);
    const begin = beginOf(list, window.items, after);
    if (begin === 0 && at > 0) {
      at = Math.max(0, at - limit);
    } else if (begin === window.items.length && at + begin < window.total && begin > 0) {
      at += begin;
    } else {
      const items = window.items.slice(begin);
      const enough = items.length >= limit || at + window.items.length >= window.total;
      if (enough) return toPage(list, at + begin, { items, total: window.total }, limit);
      return toPage(list, at + begin, await list.fetch(at + begin, limit), limit);
    }
  }
  throw cursorProblem("cannot be followed, the list has changed too much: start without a cursor");
}

/** Index of the first item behind the one the client has. That item itself is the surest sign. */
function beginOf<Item>(
  list: OffsetList<Item>,
  items: readonly Item[],
  after: { id: string; key: string },
): number {
  const seen = items.findIndex((item) => list.idOf(item) === after.id);
  if (seen !== -1) return seen + 1;
  const behind = items.findIndex((item) => list.isBehind(item, after));
  return behind === -1 ? items.length : behind;
}

function toPage<Item>(
  list: OffsetList<Item>,
  offset: number,
  { items: found, total }: { readonly items: readonly Item[]; readonly total: number },
  limit: number,
): CursorPage<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const end = offset + items.length;
  const next: Cursor | undefined =
    last === undefined || end >= total
      ? undefined
      : { offset: end, afterId: list.idOf(last), afterKey: list.keyOf(last) };
  return { items, nextCursor: next === undefined ? null : writeCursor(list.name, next) };
}
