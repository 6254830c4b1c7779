import { type Pipeline, pipeline } from "@portico/adapter-kit";
import { cached } from "@portico/cache";
import { attempt, breaker, bulkhead, retry } from "@portico/resilience";

/** Every page needs its customer, so a moment's memory spares the CRM most questions. */
export const readPolicy: Pipeline = pipeline(
  cached({ freshMs: 5_000, staleMs: 600_000 }), // a page and its reload ask once; a clerk's change shows at once
  // A clerk's row lock lasts a moment; after a timeout there is no second one left in a page's 3 s.
  retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400, beginMsMax: 1_000 }),
  breaker({
    failureRatio: 0.5,
    slowMs: 1_200, // twice its slowest answer of a normal day
    slowRatio: 0.8, // four in five: no single report, the CRM itself
    windowMs: 10_000,
    callsMin: 20,
    openMs: 5_000, // IIS recycles a stuck pool in 4 s
    probes: 3,
  }),
  bulkhead({ concurrentMax: 40, queuedMax: 64, queueMsMax: 100 }), // the CRM's IIS runs 50 workers
  attempt({ timeoutMs: 1_500 }), // its slowest answer on a normal day is 640 ms
);
