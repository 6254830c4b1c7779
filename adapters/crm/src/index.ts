export { crm } from "./adapter.ts";
export { type CrmConfig, CrmConfigSchema } from "./config.ts";
