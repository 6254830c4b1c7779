export { catalog } from "./adapter.ts";
export { type CatalogConfig, CatalogConfigSchema } from "./config.ts";
