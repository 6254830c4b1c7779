import { hash } from "node:crypto";
import { Problem } from "@portico/bff-kit";
import { z } from "zod";

/** Where a list was left: behind this item. */
export interface Cursor {
  /** How many items stood before the next one, when the page was made. A hint: lists move. */
  readonly offset: number;
  /** The last item the client has. */
  readonly afterId: string;
  /** What that item was sorted by. */
  readonly afterKey: string;
}

// Enough to tell a client's own lists apart; nothing is kept secret by it.
const LIST_TAG_CHARS = 8;

const WireSchema = z.tuple([
  z.int().min(1).max(10_000_000),
  z.string().max(64),
  z.string().max(64),
  z.string().max(LIST_TAG_CHARS),
]);

// A name holds whatever the user searched for; a cursor has to stay short enough for a URL.
const tagOf = (list: string): string => hash("sha256", list, "base64url").slice(0, LIST_TAG_CHARS);

/** An opaque, URL-safe text. `list` names the list, its filter and whose it is: a cursor fits no other. */
export const writeCursor = (list: string, { offset, afterId, afterKey }: Cursor): string =>
  Buffer.from(JSON.stringify([offset, afterId, afterKey, tagOf(list)])).toString("base64url");

/** @throws {Problem} `invalid_request` on `query.cursor`, when it is not one of ours or from another list */
export function readCursor(list: string, text: string): Cursor {
  const parsed = WireSchema.safeParse(parse(text));
  if (!parsed.success) throw cursorProblem("is not a cursor this list gave");
  const [offset, afterId, afterKey, from] = parsed.data;
  if (from !== tagOf(list)) throw cursorProblem("belongs to another list or filter: start without a cursor");
  return { offset, afterId, afterKey };
}

/** @param message continues the sentence "query.cursor …" */
export const cursorProblem = (message: string): Problem =>
  new Problem("invalid_request", {
    detail: `query.cursor ${message}`,
    errors: [{ field: "query.cursor", code: "invalid", message }],
  });

function parse(text: string): unknown {
  const bytes = Buffer.from(text, "base64url");
  // Node skips what is not base64url: only the text that comes back is the text that went out.
  if (bytes.toString("base64url") !== text) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
