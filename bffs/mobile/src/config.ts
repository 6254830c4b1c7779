import { CatalogConfigSchema } from "@portico/adapter-catalog";
import { CrmConfigSchema } from "@portico/adapter-crm";
import { ErpConfigSchema } from "@portico/adapter-erp";
import {
  type Environment,
  OperatorConfigSchema,
  portSchema,
  readConfiguration,
  ServerConfigSchema,
  SheddingConfigSchema,
} from "@portico/bff-kit";
import { CacheConfigSchema } from "@portico/cache";
import { RedisConfigSchema } from "@portico/redis";

/** All the process reads from its environment, once. Each schema says which variables it is made of. */
export const readConfig = (environment: Environment) =>
  readConfiguration(
    {
      server: { prefix: "", schema: ServerConfigSchema.extend({ mobilePort: portSchema(4001) }) },
      shedding: { prefix: "SHEDDING", schema: SheddingConfigSchema },
      operator: { prefix: "OPERATOR", schema: OperatorConfigSchema },
      crm: { prefix: "CRM", schema: CrmConfigSchema },
      erp: { prefix: "ERP", schema: ErpConfigSchema },
      catalog: { prefix: "CATALOG", schema: CatalogConfigSchema },
      cache: { prefix: "CACHE", schema: CacheConfigSchema },
      redis: { prefix: "REDIS", schema: RedisConfigSchema },
    },
    environment,
  );
export type Config = ReturnType<typeof readConfig>;
