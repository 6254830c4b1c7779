import { type Pipeline, pipeline } from "@portico/adapter-kit";
import { cached } from "@portico/cache";
import { attempt, breaker, bulkhead } from "@portico/resilience";

/** An order's status moves by the minute: remembered just long enough that a page and its reload ask once. */
export const readPolicy: Pipeline = pipeline(
  cached({ freshMs: 2_000, staleMs: 600_000 }), // an order list ten minutes old is still worth showing
  breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 20, openMs: 5_000 }),
  bulkhead({ concurrentMax: 64, queuedMax: 64, queueMsMax: 100 }), // the ERP's Tomcat runs 100 threads, batch needs some
  attempt({ timeoutMs: 1_500 }), // a list of 100 orders takes 900 ms on a bad day
);
