import type { Redis } from "@portico/redis";
import { Generations } from "../generations.ts";
import { EVERYTHING } from "../tags.ts";
import { inTurn } from "./in-turn.ts";

// One key holds it all, so that Redis loses it as a whole or not at all: tags by the number of their last purge, and
// under "" the number before which nothing is known. Numbers are Redis' time in µs: a failover or a flush that loses
// some never gives them out again.
const TAGS_MAX = 10_000;
// What Redis takes at once without keeping others waiting.
const TAGS_TOLD_MAX = 1_000;

const BEGIN = `
local top = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if not top[1] then
  redis.call('ZADD', KEYS[1], string.format('%.0f', now), '')
  top = { '', now }
end
local last = tonumber(top[2])
`;

const CATCH_UP = `${BEGIN}
return { string.format('%.0f', last), redis.call('ZSCORE', KEYS[1], ''),
  redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf') }
`;

const PURGE = `${BEGIN}
local this = string.format('%.0f', math.max(last + 1, now))
for i = 4, #ARGV do redis.call('ZADD', KEYS[1], this, ARGV[i]) end
local over = redis.call('ZCARD', KEYS[1]) - 1 - tonumber(ARGV[2])
if over > 0 then
  local cut = redis.call('ZRANGE', KEYS[1], over, over, 'WITHSCORES')
  redis.call('ZREMRANGEBYRANK', KEYS[1], 0, over)
  redis.call('ZADD', KEYS[1], cut[2], '')
end
redis.call('PUBLISH', ARGV[1], string.format('%.0f', last) .. ' ' .. this .. ' ' .. ARGV[3])
return this
`;

/** What all replicas have purged, each purge under a number that grows. A message tells it; the log proves it. */
export class PurgeLog {
  readonly #redis: Redis;
  readonly #name: string;
  readonly #generations = new Generations();
  /** By which purge of ours: one that is told does not speak for a later one of the same tag. */
  readonly #unsent = new Map<string, number>();
  #purges = 0;
  readonly #onPurge: (tags: readonly string[] | "all") => void;
  readonly #stopListening: () => void;
  /** In turn: what is under way may have read the log before the purge that is looked for now. */
  readonly #catchUp = inTurn(() => this.#readLog());
  /** In turn: what one question tells, those beside it need not tell again. */
  readonly #tell = inTurn(() => this.#tellUnsent());
  #last = 0;

  /** @param onPurge told of what others have purged; `all` when nobody knows */
  constructor(redis: Redis, onPurge: (tags: readonly string[] | "all") => void) {
    this.#redis = redis;
    this.#name = `${redis.namespace}:cache:purges`;
    this.#onPurge = onPurge;
    this.#stopListening = redis.listen(
      this.#name,
      (message) => this.#heard(message),
      () => void this.current().catch(() => {}),
    );
  }

  /** The last purge we know of; 0: none, because Redis was never reached. */
  get last(): number {
    return this.#last;
  }

  hold(tags: readonly string[], since: number): boolean {
    return this.#generations.hold(tags, since);
  }

  /**
   * Makes sure that no purge was missed, and none of ours is waiting to be told.
   * @throws {RedisUnavailable}
   */
  async current(): Promise<void> {
    if (this.#unsent.size > 0) await this.#tell();
    const top = await this.#redis.command("ZREVRANGE", this.#name, 0, 0, "WITHSCORES");
    // One list of pairs, or one of both in turn: servers and protocols differ.
    const last = Array.isArray(top) ? Number(top.flat()[1]) : Number.NaN;
    if (last !== this.#last) await this.#catchUp();
  }

  /**
   * Tells all replicas. What cannot be told now is told when Redis is back.
   * @throws {RedisUnavailable}
   */
  async purge(tags: readonly string[]): Promise<void> {
    this.#purges += 1;
    for (const tag of tags) this.#unsent.set(tag, this.#purges);
    if (this.#unsent.size > TAGS_MAX) {
      this.#unsent.clear();
      this.#unsent.set(EVERYTHING, this.#purges);
    }
    await this.#tell();
  }

  close(): void {
    this.#stopListening();
  }

  async #tellUnsent(): Promise<void> {
    const unsent = [...this.#unsent];
    for (let at = 0; at < unsent.length; at += TAGS_TOLD_MAX) {
      const told = unsent.slice(at, at + TAGS_TOLD_MAX);
      const tags = told.map(([tag]) => tag);
      const parameters = [this.#name, this.#name, TAGS_MAX, JSON.stringify(tags), ...tags];
      await this.#redis.command("EVAL", PURGE, 1, ...parameters);
      for (const [tag, purge] of told) if (this.#unsent.get(tag) === purge) this.#unsent.delete(tag);
    }
  }

  #heard(message: string): void {
    const [, before, number, text = ""] = /^(\d+) (\d+) (.*)$/s.exec(message) ?? [];
    const tags = readTags(text);
    if (tags === undefined || Number(before) !== this.#last) {
      // One was missed, or somebody else talks here.
      void this.#catchUp().catch(() => {});
      return;
    }
    this.#last = Number(number);
    this.#generations.purge(tags, this.#last);
    this.#onPurge(tags);
  }

  async #readLog(): Promise<void> {
    const since = this.#last;
    const answer = await this.#redis.command("EVAL", CATCH_UP, 1, this.#name, since);
    const [top, floor, tags] = answer as [string, string | null, string[]];
    // Later purges may have been told while it was on its way: it takes none of them back.
    const toldMeanwhile = this.#last !== since;
    const last = toldMeanwhile ? Math.max(Number(top), this.#last) : Number(top);
    if (floor === null || Number(floor) > since) {
      // First contact, or it was flushed, or more was purged than it holds: nobody knows what.
      this.#generations.purgeAll(toldMeanwhile ? last : Number(floor ?? top));
      this.#onPurge("all");
    }
    // Later than each of them was, at most: what we have asked for since is asked for again.
    this.#generations.purge(tags, last);
    if (tags.length > 0) this.#onPurge(tags);
    this.#last = last;
    // A failover lost purges we knew of, and others may not. Once: from here on we know of no more than Redis does.
    if (last < since) void this.purge([EVERYTHING]).catch(() => {});
  }
}

function readTags(text: string): string[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.map(String) : undefined;
  } catch {
    return undefined;
  }
}
