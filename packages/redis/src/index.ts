export { type RedisConfig, RedisConfigSchema } from "./config.ts";
export { RedisRefused, RedisUnavailable } from "./errors.ts";
export { redisHints } from "./health-hints.ts";
export { type RedisHealth } from "./health.ts";
export { openRedis, type Redis } from "./redis.ts";
