// contract/catalog.openapi.yaml, `GET /api/products`.
const PER_PAGE_MAX = 100;
const PAGE_MAX = 1_000_000;

/** Their pages that together hold a window of ours. */
export interface Pages {
  readonly perPage: number;
  /** Counted from 1; one or two, the second next to the first. */
  readonly pages: readonly number[];
  /** How many of the first page's products come before the window. */
  readonly skip: number;
}

/**
 * They know pages, we ask for windows. The smallest page that holds the whole window is asked for; a window that
 * every page size cuts in two needs two.
 * @param limit 1 to 100
 */
export function pagesOf(offset: number, limit: number): Pages {
  for (let perPage = limit; perPage <= PER_PAGE_MAX; perPage += 1) {
    const skip = offset % perPage;
    const page = (offset - skip) / perPage + 1;
    if (skip + limit <= perPage && page <= PAGE_MAX) return { perPage, pages: [page], skip };
  }
  const skip = offset % limit;
  const page = (offset - skip) / limit + 1;
  if (page < PAGE_MAX) return { perPage: limit, pages: [page, page + 1], skip };
  // Beyond their last page lies nothing: tens of millions of products would have to come before. We ask for that page
  // all the same, to learn the total.
  return { perPage: PER_PAGE_MAX, pages: [PAGE_MAX], skip: PER_PAGE_MAX };
}
