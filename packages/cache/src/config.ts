import { z } from "zod";

/** What the cache of one process may hold. */
export const CacheConfigSchema = z.object({
  /** All answers together, in bytes of memory. Env `CACHE_BYTES_MAX`. Default: 64 MiB. */
  bytesMax: z.coerce.number().int().min(65_536).max(17_179_869_184).default(67_108_864),
  /** One answer, in bytes; what is larger is not remembered. Env `CACHE_ANSWER_BYTES_MAX`. Default: 2 MiB. */
  answerBytesMax: z.coerce.number().int().min(1_024).max(67_108_864).default(2_097_152),
  /** Answers, however small. Env `CACHE_ENTRIES_MAX`. */
  entriesMax: z.coerce.number().int().min(1).max(1_000_000).default(50_000),
});
export type CacheConfig = z.output<typeof CacheConfigSchema>;
