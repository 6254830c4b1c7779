import { hash } from "node:crypto";
import type { Clock } from "@portico/core";
import type { Redis } from "@portico/redis";
import { freezeAndWeigh } from "../freeze-and-weigh.ts";
import { type LastWord, type Lease, Leases } from "./leases.ts";
import { PurgeLog } from "./purge-log.ts";
import { KEEP, readValue, type SharedValue, writeValue } from "./shared-value.ts";

/** An answer another replica, or an earlier run of this one, was given. */
export interface Found {
  readonly value: SharedValue;
  /** How long ago, by Redis' clock. Ours may say more, and the older of the two is true. */
  readonly ageMs: number;
  /** What its answer takes in memory. It is frozen. */
  readonly bytes: number;
}

/** What all replicas remember together. Nothing here throws or takes long: without Redis there is nothing to find. */
export class SharedMemory {
  readonly #redis: Redis;
  readonly #log: PurgeLog;
  readonly #leases: Leases;
  readonly #valueBytesMax: number;
  /** Of the replica, not of a call: leases are kept and waited for in real time. */
  readonly clock: Clock;

  constructor(
    redis: Redis,
    clock: Clock,
    valueBytesMax: number,
    onPurge: (tags: readonly string[] | "all") => void,
  ) {
    this.#redis = redis;
    this.#log = new PurgeLog(redis, onPurge);
    this.#leases = new Leases(redis, clock);
    this.#valueBytesMax = valueBytesMax;
    this.clock = clock;
  }

  get available(): boolean {
    return this.#redis.available;
  }

  /** The last purge that is known of: what is asked for now is true as of it. */
  get purge(): number {
    return this.#log.last;
  }

  async read(key: string): Promise<Found | undefined> {
    if (!this.available) return undefined;
    const { value: name } = this.#namesOf(key);
    try {
      const [, text, msLeft] = await Promise.all([
        this.#log.current(),
        // Never more than a value of ours can be, whatever lies there.
        this.#redis.command("GETRANGE", name, 0, this.#valueBytesMax),
        this.#redis.command("PTTL", name),
      ]);
      const value = readValue(text, key);
      // Without an end it is not ours.
      if (value === undefined || typeof msLeft !== "number" || msLeft < 0) return undefined;
      if (!this.#log.hold(value.tags, value.purge)) return undefined;
      // Here, because what somebody else has put there may be too deep to be walked.
      const { bytes } = freezeAndWeigh(value.answer);
      return { value, ageMs: Math.max(0, value.keptMs - msLeft), bytes };
    } catch {
      return undefined;
    }
  }

  /**
   * Whether others can read it, or one that was asked for later: not when it is too large, or nobody knows what was purged.
   * @param askingMs how long the system took
   */
  write(value: SharedValue, askingMs: number): boolean {
    if (!this.available || value.purge === 0) return false;
    const askedMs = Math.floor(value.asOfMs - askingMs);
    const text = writeValue(value, askedMs);
    if (Buffer.byteLength(text) > this.#valueBytesMax) return false;
    const { value: name } = this.#namesOf(value.key);
    const keptMs = Math.ceil(value.keptMs);
    this.#redis.command("EVAL", KEEP, 1, name, text, askedMs, value.asOfMs, keptMs).catch(() => {});
    return true;
  }

  /** @throws {RedisUnavailable} */
  take(key: string): Promise<Lease | undefined> {
    return this.#leases.take(this.#namesOf(key).lease);
  }

  /** @throws {RedisUnavailable} */
  lastWord(key: string): Promise<LastWord | undefined> {
    return this.#leases.lastWord(this.#namesOf(key).lease);
  }

  /** @throws {RedisUnavailable} when the others will be told later */
  async purgeTags(tags: readonly string[]): Promise<void> {
    await this.#log.purge(tags);
  }

  close(): void {
    this.#log.close();
    this.#leases.close();
  }

  /** Hashed, because keys have any length and say who asked what; in braces, so that a cluster keeps both on one node. */
  #namesOf(key: string): { readonly value: string; readonly lease: string } {
    const name = `${this.#redis.namespace}:cache:{${hash("sha256", key, "base64url")}}`;
    return { value: `${name}:value`, lease: `${name}:lease` };
  }
}
