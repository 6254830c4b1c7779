import { integerParam } from "@portico/bff-kit";
import { z } from "zod";

/** The query parameters of every list. */
export const pageParams = {
  cursor: z.string().min(1).max(1_000).optional(),
  limit: integerParam({ min: 1, max: 50, default: 20 }),
};

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    /** Send it back as `cursor` for the next page; `null`: there is none. */
    nextCursor: z.string().nullable(),
  });
