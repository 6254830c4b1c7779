export { adaptive, type AdaptiveOptions } from "./adaptive.ts";
export { attempt } from "./attempt.ts";
export { breaker, type BreakerOptions } from "./breaker.ts";
export { bulkhead } from "./bulkhead.ts";
export { hedge, type HedgeOptions } from "./hedge.ts";
export { retry, type RetryOptions } from "./retry.ts";
export { type RetryBudgetOptions } from "./retry-budget.ts";
export { type BulkheadOptions, type QueueOptions } from "./slots.ts";
export { type LearnedLimitOptions } from "./learned-limit.ts";
