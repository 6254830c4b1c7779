import { CatalogConfigSchema } from "@portico/adapter-catalog";
import { CrmConfigSchema } from "@portico/adapter-crm";
import { ErpConfigSchema } from "@portico/adapter-erp";
import { type Environment, portSchema, readConfiguration, ServerConfigSchema } from "@portico/bff-kit";

/** All the process reads from its environment, once. Each schema says which variables it is made of. */
export const readConfig = (environment: Environment) =>
  readConfiguration(
    {
      server: { prefix: "", schema: ServerConfigSchema.extend({ webPort: portSchema(4000) }) },
      crm: { prefix: "CRM", schema: CrmConfigSchema },
      erp: { prefix: "ERP", schema: ErpConfigSchema },
      catalog: { prefix: "CATALOG", schema: CatalogConfigSchema },
    },
    environment,
  );
export type Config = ReturnType<typeof readConfig>;
