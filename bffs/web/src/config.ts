import { CatalogConfigSchema } from "@portico/adapter-catalog";
import { CrmConfigSchema } from "@portico/adapter-crm";
import { ErpConfigSchema } from "@portico/adapter-erp";
import { type Environment, readConfiguration } from "@portico/bff-kit";
import { z } from "zod";

const ServerConfigSchema = z.object({
  /** Address to listen on. Env `HOST`. */
  host: z.string().default("127.0.0.1"),
  /** Env `WEB_PORT`. */
  webPort: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** Env `LOG_LEVEL`. */
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
  /** `production` switches the development user off. Env `NODE_ENV`. */
  nodeEnv: z.string().default("development"),
  /** How long readiness says no before the listener closes, for load balancers to notice. Env `UNREADY_MS`. */
  unreadyMs: z.coerce.number().int().min(0).max(60_000).default(2_000),
});

/** All the process reads from its environment, once. */
export const readConfig = (environment: Environment) =>
  readConfiguration(
    {
      server: { prefix: "", schema: ServerConfigSchema },
      crm: { prefix: "CRM", schema: CrmConfigSchema },
      erp: { prefix: "ERP", schema: ErpConfigSchema },
      catalog: { prefix: "CATALOG", schema: CatalogConfigSchema },
    },
    environment,
  );
export type Config = ReturnType<typeof readConfig>;
