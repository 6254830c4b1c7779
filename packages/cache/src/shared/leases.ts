import { randomUUID } from "node:crypto";
import type { Clock } from "@portico/core";
import { type Redis, RedisUnavailable } from "@portico/redis";

// A leader that dies is found out after so long; one that lives says so three times as often.
const LEASE_MS = 600;
const RENEW_MS = 200;
// How long a leader's last word is there to be read by those who wait; they look every 25 ms.
const WORD_MS = 250;

const TAKE = `
local holder = redis.call('GET', KEYS[1])
if holder and string.sub(holder, 1, 1) ~= '!' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;
const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;
const RETURN = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '' then return redis.call('DEL', KEYS[1]) end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
`;

/** What the system did to one replica, it would have done to all. What only this one thinks, or did, is not among them. */
const SHARED_FAILURES = [
  "backend_timeout",
  "backend_unavailable",
  "backend_overloaded",
  "backend_rejected",
  "contract_broken",
] as const;
type SharedFailure = (typeof SHARED_FAILURES)[number];

export const isSharedFailure = (code: string): code is SharedFailure =>
  (SHARED_FAILURES as readonly string[]).includes(code);

/** What a leader left: an answer to be read, nothing to share, or the failure that is everybody's. */
export type LastWord =
  | { readonly said: "nothing" }
  | { readonly said: "not shared" }
  | { readonly said: "failed"; readonly code: SharedFailure; readonly retryAfterMs: number | undefined };

/** The right to ask for one key, among all replicas. It ends by itself when its holder dies. */
export interface Lease {
  giveBack(word: LastWord): void;
}

export class Leases {
  readonly #redis: Redis;
  readonly #clock: Clock;
  readonly #held = new Map<string, string>();
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(redis: Redis, clock: Clock) {
    this.#redis = redis;
    this.#clock = clock;
  }

  /**
   * `undefined`: another replica has it.
   * @throws {RedisUnavailable}
   */
  async take(name: string): Promise<Lease | undefined> {
    const token = randomUUID();
    try {
      if ((await this.#redis.command("EVAL", TAKE, 1, name, token, LEASE_MS)) !== 1) return undefined;
      if (this.#closed) throw new RedisUnavailable("No lease is held any more: we are closing.");
    } catch (error) {
      // It may be ours all the same, because Redis' word came too late: nobody else would give it back. Where Redis, or
      // the socket, said no, that is the cause.
      if (error instanceof RedisUnavailable && error.cause === undefined)
        this.#giveBack(name, token, { said: "nothing" });
      throw error;
    }
    this.#held.set(name, token);
    this.#cancelTimer ??= this.#clock.after(RENEW_MS, () => this.#renew());
    return {
      giveBack: (word) => {
        // Not when it was given back as we closed.
        if (this.#held.get(name) !== token) return;
        this.#held.delete(name);
        this.#giveBack(name, token, word);
      },
    };
  }

  /**
   * `undefined`: its leader is still at it.
   * @throws {RedisUnavailable}
   */
  async lastWord(name: string): Promise<LastWord | undefined> {
    const text = await this.#redis.command("GET", name);
    if (typeof text !== "string") return { said: "nothing" };
    return read(text);
  }

  /** Others take over at once: how our calls end from here on says nothing of their systems. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const [name, token] of this.#held) this.#giveBack(name, token, { said: "nothing" });
    this.#held.clear();
  }

  #giveBack(name: string, token: string, word: LastWord): void {
    this.#redis.command("EVAL", RETURN, 1, name, token, written(word), WORD_MS).catch(() => {});
  }

  /** One timer for all that are held. */
  #renew(): void {
    this.#cancelTimer = this.#held.size === 0 ? undefined : this.#clock.after(RENEW_MS, () => this.#renew());
    for (const [name, token] of this.#held) {
      this.#redis.command("EVAL", RENEW, 1, name, token, LEASE_MS).catch(() => {});
    }
  }
}

function written(word: LastWord): string {
  switch (word.said) {
    case "nothing":
      return "";
    case "not shared":
      return "!";
    case "failed":
      return `!${word.code} ${word.retryAfterMs ?? ""}`;
  }
}

function read(text: string): LastWord | undefined {
  if (!text.startsWith("!")) return undefined;
  const [, code, retryAfterMs] = /^!([a-z_]+) (\d*)/.exec(text) ?? [];
  // Also what a replica of another version says.
  if (code === undefined || !isSharedFailure(code)) return { said: "not shared" };
  return {
    said: "failed",
    code,
    retryAfterMs: retryAfterMs === undefined || retryAfterMs === "" ? undefined : Number(retryAfterMs),
  };
}
