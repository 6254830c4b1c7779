import { type Pipeline, pipeline } from "@portico/adapter-kit";
import { cached } from "@portico/cache";
import { attempt, breaker, bulkhead } from "@portico/resilience";

/** Every page needs its customer, so a moment's memory spares the CRM most questions. */
export const readPolicy: Pipeline = pipeline(
  cached({ freshMs: 5_000, staleMs: 600_000 }), // a page and its reload ask once; a clerk's change shows at once
  breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 20, openMs: 5_000 }),
  bulkhead({ concurrentMax: 40, queuedMax: 64, queueMsMax: 100 }), // the CRM's IIS runs 50 workers
  attempt({ timeoutMs: 1_500 }), // its slowest answer on a normal day is 640 ms
);
