export { CACHE_STORE, type CacheStore, type CacheStoreOptions, openCacheStore } from "./cache-store.ts";
export { cached } from "./cached.ts";
export { type CacheConfig, CacheConfigSchema } from "./config.ts";
export { type CachedOptions } from "./options.ts";
export { customerTag, EVERYTHING, operationTag, systemTag } from "./tags.ts";
