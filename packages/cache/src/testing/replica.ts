import { BackendUnavailable, type CallContext, type CallSite, type Operation } from "@portico/core";
import { type FakeClock, fakeClock, testCall, testSite } from "@portico/core/testing";
import { openRedis, type Redis, RedisConfigSchema } from "@portico/redis";
import type { TestRedis } from "@portico/redis/testing";
import { expect, onTestFinished, vi } from "vitest";
import { CACHE_STORE, type CacheStore, openCacheStore } from "../cache-store.ts";
import { cached } from "../cached.ts";
import type { CacheConfig } from "../config.ts";
import type { CachedOptions } from "../options.ts";

/** A legacy system that counts. It answers each question with `name #n`, or as `will` says. */
export class CountedSystem {
  calls = 0;
  will: (input: unknown, call: CallContext) => Promise<unknown> = async (input) => ({
    said: `${JSON.stringify(input)} #${this.calls}`,
  });
  readonly operation: Operation<unknown, unknown> = async (input, call) => {
    this.calls += 1;
    return this.will(input, call);
  };
  failing(): void {
    this.will = async () => {
      throw new BackendUnavailable("Down.");
    };
  }
}

export interface ReplicaOptions {
  /** Absent: it remembers for itself. */
  readonly server?: TestRedis | undefined;
  readonly clock?: FakeClock;
  /** On which leases are kept and waited for. Absent: real time. */
  readonly leaseClock?: FakeClock;
  readonly settings?: Partial<CachedOptions>;
  readonly limits?: Partial<CacheConfig>;
  readonly site?: Partial<CallSite>;
  readonly redisUrl?: string;
}

export interface Replica {
  readonly ask: (input: unknown, overrides?: Partial<CallContext>) => Promise<unknown>;
  readonly store: CacheStore;
  readonly clock: FakeClock;
  readonly redis: Redis | undefined;
  /** How often it has looked whether another replica has come to an end. */
  readonly looks: () => number;
}

/** One process over `system`. Ages run on a clock in the test's hand; what Redis does takes its own time. */
export async function openReplica(system: CountedSystem, options: ReplicaOptions = {}): Promise<Replica> {
  const { server, clock = fakeClock(), settings, limits } = options;
  const url = options.redisUrl ?? server?.url;
  const redis =
    url === undefined ? undefined : openRedis(RedisConfigSchema.parse({ url, commandMsMax: 500 }));
  const commands = redis === undefined ? undefined : vi.spyOn(redis, "command");
  const store = openCacheStore({ ...limits, redis, clock: options.leaseClock });
  const site = testSite({ clock, system: "catalog", operation: "findProduct", ...options.site });
  site.shared(CACHE_STORE, () => store);
  const ask = cached({ freshMs: 1_000, staleMs: 10_000, jitterRatio: 0, ...settings }).open(site)(
    system.operation,
  );
  onTestFinished(() => {
    site.close();
    store.close();
    redis?.close();
    expect(clock.pending, "timers left behind").toBe(0);
  });
  if (redis !== undefined && options.redisUrl === undefined) await untilShared({ redis, store });
  return {
    clock,
    store,
    redis,
    looks: () => commands?.mock.calls.filter(([name]) => name === "GET").length ?? 0,
    ask: (input, overrides = {}) => ask(input, testCall({ clock, ...overrides })),
  };
}

/** Connected, and knows what was purged. */
export const untilShared = ({ redis, store }: Pick<Replica, "redis" | "store">): Promise<void> =>
  vi.waitFor(
    () => {
      expect(redis?.health().state).toBe("up");
      expect(store.shared?.purge).toBeGreaterThan(0);
    },
    { timeout: 10_000, interval: 5 },
  );
