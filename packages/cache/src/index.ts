export { cached, type CachedOptions } from "./cached.ts";
export { cacheKey } from "./key.ts";
