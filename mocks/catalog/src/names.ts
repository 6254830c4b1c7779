/** Where the API begins, under whatever host it is put. */
export const catalogBasePath = "/catalog";

/** The key of a development machine. */
export const catalogDevApiKey = "catalog-dev-key";
