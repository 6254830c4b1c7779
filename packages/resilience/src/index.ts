export { attempt } from "./attempt.ts";
export { breaker, type BreakerOptions } from "./breaker.ts";
export { bulkhead, type BulkheadOptions } from "./bulkhead.ts";
