export { erp } from "./adapter.ts";
export { type ErpConfig, ErpConfigSchema } from "./config.ts";
