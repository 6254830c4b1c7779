/** Redis cannot be asked now: not connected, too slow, or failing. Whoever asked goes on without it. */
export class RedisUnavailable extends Error {
  readonly code = "redis_unavailable";
  override readonly name = "RedisUnavailable";
}

/** Redis is well and refused this command: the key holds something else than we would keep there. */
export class RedisRefused extends Error {
  readonly code = "redis_refused";
  override readonly name = "RedisRefused";
}
