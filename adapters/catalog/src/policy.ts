import { type Pipeline, pipeline } from "@portico/adapter-kit";
import { cached } from "@portico/cache";
import { attempt, breaker, bulkhead, hedge, retry } from "@portico/resilience";

/** Every question to the catalog is a read, and the answer is the same for everybody. */
export const catalogPolicy: Pipeline = pipeline(
  cached({ freshMs: 5_000, staleMs: 3_600_000 }), // spares a busy catalog most questions; an import shows at once
  // Its proxy loses one call in a thousand and the next one works; a catalog that hangs costs a page one second, not two.
  retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 200, beginMsMax: 500 }),
  hedge({ percentile: 0.95, samplesMin: 100, delayMsMin: 50 }), // one of its nodes is cold after each deploy; the proxy picks another
  breaker({
    failureRatio: 0.5,
    slowMs: 800, // twice a list of 100 on a bad day
    slowRatio: 0.8,
    windowMs: 10_000,
    callsMin: 5, // pages share a call: when it hangs, ten a window
    openMs: 5_000,
    probes: 3,
  }),
  bulkhead({ concurrentMax: 64, queuedMax: 64, queueMsMax: 100 }), // PHP-FPM runs 80 workers, the shop needs some
  attempt({ timeoutMs: 1_000 }), // a list of 100 takes 400 ms on a bad day
);
