import { type Clock, systemClock } from "@portico/core";
import type { Redis } from "@portico/redis";
import { type CacheConfig, CacheConfigSchema } from "./config.ts";
import { Memory } from "./memory.ts";
import { SharedMemory } from "./shared/shared-memory.ts";
import { systemTag } from "./tags.ts";

/** The key under which `cached` asks for the store it is to use. Without one, each opened system has its own. */
export const CACHE_STORE = Symbol("cache store");

/** What a process remembers of all its systems, and what it shares with its replicas. */
export interface CacheStore {
  readonly memory: Memory;
  /** `undefined`: this process remembers for itself. */
  readonly shared: SharedMemory | undefined;
  /**
   * Has everything forgotten that has one of `tags`: here at once, on every replica as soon as it hears of it.
   * `everywhere` is false when Redis cannot be asked now: the others are told when it is back.
   */
  purge(tags: readonly string[]): Promise<{ readonly everywhere: boolean }>;
  /**
   * Keeps a system's name for one opened system, for all its operations. The answer frees it and forgets what was said.
   * @throws {TypeError} when another one has it: the answers of one would be those of the other
   */
  claim(system: string, owner: object): () => void;
  /** Forgets all that is in this process. */
  close(): void;
}

export interface CacheStoreOptions extends Partial<CacheConfig> {
  readonly redis?: Redis | undefined;
  /** For leases between replicas; ages are measured on the clock of each system. */
  readonly clock?: Clock | undefined;
}

export function openCacheStore({
  redis,
  clock = systemClock,
  ...limits
}: CacheStoreOptions = {}): CacheStore {
  const options = CacheConfigSchema.parse(limits);
  const memory = new Memory(options);
  const forget = (tags: readonly string[] | "all") => {
    if (tags === "all") memory.clear();
    else memory.purge(tags);
  };
  const owners = new Map<string, object>();
  const shared =
    redis === undefined ? undefined : new SharedMemory(redis, clock, options.answerBytesMax, forget);
  return {
    memory,
    shared,
    async purge(tags) {
      memory.purge(tags);
      if (shared === undefined) return { everywhere: true };
      try {
        await shared.purgeTags(tags);
        return { everywhere: true };
      } catch {
        return { everywhere: false };
      }
    },
    claim(system, owner) {
      if ((owners.get(system) ?? owner) !== owner) {
        throw new TypeError(
          `A system named ${system} is open with this cache already: it needs one of its own.`,
        );
      }
      owners.set(system, owner);
      return () => {
        if (owners.get(system) !== owner) return;
        owners.delete(system);
        memory.purge([systemTag(system)]);
      };
    },
    close() {
      shared?.close();
      memory.clear();
    },
  };
}
