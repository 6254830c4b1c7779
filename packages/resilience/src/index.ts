export { attempt } from "./attempt.ts";
export { breaker, type BreakerOptions } from "./breaker.ts";
export { bulkhead } from "./bulkhead.ts";
export { retry, type RetryOptions } from "./retry.ts";
export { type RetryBudgetOptions } from "./retry-budget.ts";
export { type BulkheadOptions } from "./slots.ts";
