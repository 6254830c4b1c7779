import { z } from "zod";
import { readRedisUrl } from "./redis-url.ts";

export const RedisConfigSchema = z.object({
  /**
   * Redis or Valkey, 7 or later; without it nothing is shared between replicas. `redis://` and `rediss://` for one
   * server, `redis-sentinel://host:26379,host:26379/0#name` for Sentinel, `redis-cluster://host:6379,host:6379` for a
   * cluster (`rediss-…` with TLS). Env `REDIS_URL`.
   */
  url: z
    .string()
    .refine(
      (url) => readRedisUrl(url) !== undefined,
      "must be a redis://, redis-sentinel:// or redis-cluster:// URL; @, / and % in a password are percent-encoded",
    )
    .optional(),
  /** Begins every key, so that two estates may use one server. Env `REDIS_NAMESPACE`. */
  namespace: z
    .string()
    .regex(/^[\w-]{1,32}$/, "must be 1 to 32 letters, digits, dashes or underscores")
    .default("portico"),
  /** What one command may take, in ms: all that a failing Redis adds to a call. Env `REDIS_COMMAND_MS_MAX`. */
  commandMsMax: z.coerce.number().int().min(1).max(1_000).default(20),
});
export type RedisConfig = z.output<typeof RedisConfigSchema>;
