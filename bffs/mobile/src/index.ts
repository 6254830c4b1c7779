export { createMobileBff, info, screens, service } from "./app.ts";
export { openBackends } from "./backends.ts";
export { readConfig } from "./config.ts";
