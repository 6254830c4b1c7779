import { type Clock, systemClock } from "@portico/core";
import { createClient } from "./client.ts";
import type { RedisConfig } from "./config.ts";
import { Deadlines } from "./deadlines.ts";
import { RedisRefused, RedisUnavailable } from "./errors.ts";
import { Health, type RedisHealth } from "./health.ts";
import { readRedisUrl } from "./redis-url.ts";
import { Subscription } from "./subscription.ts";

/** One connection for everything this process shares with its replicas. Fails fast, heals by itself. */
export interface Redis {
  /** Begins every key. */
  readonly namespace: string;
  /** Whether a command is worth trying now. */
  readonly available: boolean;
  /**
   * Runs a command; its answer is as Redis gives it.
   * @throws {RedisUnavailable} at once, or after `commandMsMax`
   * @throws {RedisRefused} when the key holds another type of value
   */
  command(name: string, ...parameters: readonly (string | number)[]): Promise<unknown>;
  /**
   * Hears what is published on `channel`. Messages are lost while the connection is: `onListening` is called each
   * time it hears again, and commands can be run to make up for them.
   */
  listen(channel: string, onMessage: (message: string) => void, onListening: () => void): () => void;
  health(): RedisHealth;
  close(): void;
}

// What a Redis that answers slower than it is asked may cost us in memory.
const PENDING_MAX = 1_000;
// How long what a try has written stays.
const TRY_MS = 1_000;

/**
 * @param config with a `url`
 * @throws {TypeError} when there is none
 */
export function openRedis({ url, namespace, commandMsMax }: RedisConfig, clock: Clock = systemClock): Redis {
  const target = url === undefined ? undefined : readRedisUrl(url);
  if (target === undefined) throw new TypeError("There is no REDIS_URL to connect to.");
  const client = createClient(target, clock);
  const subscriptions = new Set<Subscription>();
  const health = new Health(clock, () => {
    for (const subscription of subscriptions) subscription.tell();
  });
  const deadlines = new Deadlines(clock, commandMsMax);

  client.on("error", (error: unknown) => health.lost(shortReason(error)));
  client.on("close", () => health.lost("closed"));
  client.on("ready", () => {
    health.connected();
    probe();
  });

  const isAvailable = () => client.status === "ready" && health.admits() && deadlines.pending < PENDING_MAX;

  /** A socket that swallows one try after another leads nowhere any more, nor do those beside it. */
  const connectAnew = () => {
    client.disconnect(true);
    for (const subscription of subscriptions) subscription.connectAnew();
  };

  const run: Redis["command"] = (name, ...parameters) => {
    const isTry = health.begun();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    let late = false;
    const settled = deadlines.begin(() => {
      late = true;
      if (health.failed("timeout", isTry)) connectAnew();
      reject(new RedisUnavailable(`Redis did not answer ${name} within ${commandMsMax} ms.`));
    });
    const ask = async () => {
      try {
        const answer = await client.call(name, ...parameters.map(String));
        // What came too late was no success: a slow Redis must not be taken for a good one again and again.
        if (!late) health.succeeded(isTry);
        resolve(answer);
      } catch (error) {
        if (late) return;
        const reason = shortReason(error);
        if (reason === "WRONGTYPE") {
          health.succeeded(isTry);
          reject(new RedisRefused(`Redis refused ${name}.`, { cause: error }));
        } else {
          health.failed(reason, isTry);
          reject(new RedisUnavailable(`Redis failed at ${name}.`, { cause: error }));
        }
      } finally {
        settled();
      }
    };
    void ask();
    return promise;
  };

  /** By a write: one that is full, or no primary any more, answers all else as if it were well. */
  const probe = () => {
    if (isAvailable()) run("SET", `${namespace}:try`, "", "PX", TRY_MS).catch(() => {});
  };

  const command: Redis["command"] = (...words) => {
    if (isAvailable() && health.state.state === "up") return run(...words);
    probe();
    return Promise.reject(new RedisUnavailable("Redis cannot be asked now."));
  };

  return {
    namespace,
    get available() {
      return isAvailable();
    },
    command,
    listen(channel, onMessage, onListening) {
      const subscription = new Subscription(createClient(target, clock), clock, channel, onMessage, () => {
        if (health.state.state === "up") onListening();
      });
      subscriptions.add(subscription);
      return () => {
        subscriptions.delete(subscription);
        subscription.end();
      };
    },
    health() {
      // Without traffic nobody else would find out that it is back.
      if (health.state.state === "down") probe();
      return health.state;
    },
    close() {
      health.close();
      for (const subscription of subscriptions) subscription.end();
      client.disconnect();
      deadlines.close();
    },
  };
}

/** The first word of what Redis or the socket says: enough to act on, and never a secret. */
function shortReason(error: unknown): string {
  if (!(error instanceof Error)) return "error";
  if ("code" in error && typeof error.code === "string") return error.code;
  return /^[A-Z]{3,}\b/.exec(error.message)?.[0] ?? error.name;
}
