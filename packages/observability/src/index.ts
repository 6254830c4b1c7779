export { observe, type Observability, type ObserveOptions } from "./observe.ts";
export { type Logger, type LogLevel } from "./logger.ts";
export { type LogDestination } from "./log-output.ts";
