import { integerParam } from "@portico/bff-kit";
import { z } from "zod";

/** The query parameters of every table. */
export const tableParams = {
  page: integerParam({ min: 1, max: 10_000, default: 1 }).describe("The first is 1."),
  pageSize: integerParam({ min: 1, max: 100, default: 20 }).describe("Rows of a page."),
};

/** One page of a table: its rows, where it stands, how many rows there are on all pages. */
export const tableOf = <Row extends z.ZodType>(row: Row) =>
  z.object({
    rows: z.array(row),
    page: z.number().int(),
    pageSize: z.number().int(),
    pageCount: z.number().int(),
    total: z.number().int().describe("Rows on all pages."),
  });

interface TablePage {
  readonly page: number;
  readonly pageSize: number;
}

/** The same page as backends count it. */
export const toWindow = ({ page, pageSize }: TablePage) => ({
  offset: (page - 1) * pageSize,
  limit: pageSize,
});

export const toTable = <Row>(rows: Row[], total: number, { page, pageSize }: TablePage) => ({
  rows,
  page,
  pageSize,
  pageCount: Math.ceil(total / pageSize),
  total,
});
