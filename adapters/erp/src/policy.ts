import { type Pipeline, pipeline } from "@portico/adapter-kit";
import { cached } from "@portico/cache";
import { attempt, breaker, bulkhead, retry } from "@portico/resilience";

/** An order's status moves by the minute: remembered just long enough that a page and its reload ask once. */
export const readPolicy: Pipeline = pipeline(
  cached({ freshMs: 2_000, staleMs: 600_000 }), // an order list ten minutes old is still worth showing
  // Tomcat drops idle connections: the next one is new. After a timeout there is no second one left in a page's 3 s.
  retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400, beginMsMax: 1_000 }),
  breaker({
    failureRatio: 0.5,
    slowMs: 1_200, // a list takes 900 ms on a bad day
    slowRatio: 0.8, // lists are slower than orders: only when all are slow is it the ERP
    windowMs: 10_000,
    callsMin: 20,
    openMs: 5_000,
    probes: 3,
  }),
  bulkhead({ concurrentMax: 64, queuedMax: 64, queueMsMax: 100 }), // the ERP's Tomcat runs 100 threads, batch needs some
  attempt({ timeoutMs: 1_500 }), // a list of 100 orders takes 900 ms on a bad day
);
