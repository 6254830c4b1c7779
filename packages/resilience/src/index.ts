export { attempt } from "./attempt.ts";
export { breaker, type BreakerOptions } from "./breaker.ts";
export { bulkhead } from "./bulkhead.ts";
export { type BulkheadOptions } from "./slots.ts";
