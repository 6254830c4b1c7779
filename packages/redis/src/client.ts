import { createRequire } from "node:module";
import type { Clock } from "@portico/core";
import type * as ioredis from "ioredis";
import type { RedisTarget } from "./redis-url.ts";

export type Client = ioredis.Redis | ioredis.Cluster;

// Loaded by the first who connects: most processes have no Redis, and it takes a sixth of their start.
const require = createRequire(import.meta.url);
const loadClients = () => require("ioredis") as typeof ioredis;

const CONNECT_MS_MAX = 1_000;
// A server that takes connections and says nothing on them.
const HANDSHAKE_MS_MAX = 5_000;
const RECONNECT_MS_MAX = 2_000;
// What a server is given that is no primary any more, before it is looked for anew: it answers, so it would be at once.
const READ_ONLY_MS = 1_000;

/** A client that never queues, never retries and never resends: with ioredis' own defaults a dead server costs 73 s. */
export const createClient = (target: RedisTarget, clock: Clock): Client => guarded(clientOf(target), clock);

/** A connection of its own to one of a cluster's nodes, which is not made anew; `undefined`: it has none now. */
export function connectToNode(cluster: ioredis.Cluster, clock: Clock): ioredis.Redis | undefined {
  const nodes = cluster.nodes("all");
  const node = nodes[Math.floor(Math.random() * nodes.length)];
  return node && guarded(node.duplicate({ lazyConnect: false, enableOfflineQueue: false }), clock);
}

function guarded<Guarded extends Client>(client: Guarded, clock: Clock): Guarded {
  let cancel = () => {};
  client.on("connect", () => {
    cancel();
    cancel = clock.after(HANDSHAKE_MS_MAX, () => client.disconnect(true));
  });
  client.on("error", (error: unknown) => {
    // ioredis would go on in the first one, which is somebody else's.
    if (isOfSelect(error)) client.disconnect(true);
  });
  client.on("ready", () => cancel());
  client.on("close", () => cancel());
  return client;
}

/** Whether the server has no database of the number we were given. */
const isOfSelect = (error: unknown): boolean =>
  error instanceof Error &&
  "command" in error &&
  (error.command as { readonly name?: string } | undefined)?.name === "select";

function clientOf(target: RedisTarget): Client {
  const { Cluster, Redis } = loadClients();
  const { kind, hosts, tls, username, password, database } = target;
  let waitMs = 0;
  const reconnect = (times: number) => {
    const delayMs = Math.max(waitMs, Math.min(25 * 2 ** Math.min(times, 8), RECONNECT_MS_MAX));
    waitMs = 0;
    return delayMs * (0.5 + Math.random() / 2);
  };
  const options = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    db: database,
    connectTimeout: CONNECT_MS_MAX,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    retryStrategy: reconnect,
    // What a replica says that was the primary a moment ago: behind the same name there is another one now.
    reconnectOnError: ({ message }: Error) => {
      // Said to one command, it is said to all that were on their way. A cluster's nodes share what is to be waited.
      if (!message.startsWith("READONLY") || (waitMs > 0 && kind !== "cluster")) return false;
      waitMs = READ_ONLY_MS;
      return true;
    },
  };
  if (kind === "cluster") {
    return new Cluster([...hosts], {
      redisOptions: options,
      enableOfflineQueue: false,
      clusterRetryStrategy: reconnect,
      retryDelayOnFailover: 5,
      retryDelayOnClusterDown: 5,
      slotsRefreshTimeout: CONNECT_MS_MAX,
    });
  }
  if (kind === "sentinel") {
    return new Redis({
      ...options,
      sentinels: [...hosts],
      name: target.primary,
      sentinelRetryStrategy: reconnect,
      // One that takes connections and says nothing: the next is asked.
      sentinelCommandTimeout: CONNECT_MS_MAX,
      ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
    });
  }
  const [{ host, port } = { host: "localhost", port: 6_379 }] = hosts;
  return new Redis({ ...options, host, port });
}
