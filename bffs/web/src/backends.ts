import { catalog } from "@portico/adapter-catalog";
import { crm } from "@portico/adapter-crm";
import { erp } from "@portico/adapter-erp";
import { openAdapter } from "@portico/adapter-kit";
import type { OperatedSystem } from "@portico/bff-kit";
import { CACHE_STORE, type CacheStore, openCacheStore } from "@portico/cache";
import { type Clock, noHints, systemClock } from "@portico/core";
import { openRedis, redisHints } from "@portico/redis";
import type { Config } from "./config.ts";
import type { Ports } from "./ports.ts";

export interface Backends {
  readonly ports: Ports;
  /** The same, as operators see them. */
  readonly systems: readonly OperatedSystem[];
  readonly cache: CacheStore;
  /** How that does which pages can do without. */
  health(): Readonly<Record<string, object>>;
  close(): Promise<void>;
}

/** Which adapter answers which port, and what they share: one cache, with Redis behind it where there is one. */
export function openBackends(
  config: Omit<Config, "server" | "shedding" | "operator">,
  clock: Clock = systemClock,
): Backends {
  const redis = config.redis.url === undefined ? undefined : openRedis(config.redis);
  const cache = openCacheStore({ ...config.cache, redis });
  const hints = redis === undefined ? noHints : redisHints(redis);
  const surroundings = { clock, hints, handedIn: new Map([[CACHE_STORE, cache]]) };
  const customers = openAdapter(crm, config.crm, surroundings);
  const orders = openAdapter(erp, config.erp, surroundings);
  const products = openAdapter(catalog, config.catalog, surroundings);
  return {
    ports: { customers: customers.operations, orders: orders.operations, products: products.operations },
    systems: [customers, orders, products],
    cache,
    health: () => (redis === undefined ? {} : { redis: redis.health() }),
    close: async () => {
      // First, so that other replicas take over what we still ask for.
      cache.close();
      await Promise.all([customers.close(), orders.close(), products.close()]);
      redis?.close();
    },
  };
}
