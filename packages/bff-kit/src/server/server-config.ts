import { z } from "zod";

/** What every BFF is told about where and how it runs, apart from its port. */
export const ServerConfigSchema = z.object({
  /** Address to listen on. Env `HOST`. */
  host: z.string().default("127.0.0.1"),
  /** Env `LOG_LEVEL`. */
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
  /** `production` switches the development user off: a word that only looks like it must not pass. Env `NODE_ENV`. */
  nodeEnv: z.enum(["development", "test", "production"]).default("development"),
  /** How long readiness says no before the listener closes, for load balancers to notice. Env `UNREADY_MS`. */
  unreadyMs: z.coerce.number().int().min(0).max(60_000).default(2_000),
});

/** A TCP port; 0 is any free one. */
export const portSchema = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
