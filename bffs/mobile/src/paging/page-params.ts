import { integerParam } from "@portico/bff-kit";
import { z } from "zod";

/** The query parameters of every list. */
export const pageParams = {
  cursor: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .describe("The `nextCursor` of the page before; the first page is asked without one."),
  limit: integerParam({ min: 1, max: 50, default: 20 }).describe("Items of a page at most."),
};

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .describe("Send it back as `cursor` for the next page; `null`: there is none."),
  });
