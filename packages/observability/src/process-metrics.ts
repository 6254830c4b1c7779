import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Metrics } from "./metrics.ts";

// The monitor is a timer that notes how long it really took. 20 ms wakes an idle process 50 times a second.
const LAG_RESOLUTION_MS = 20;

/**
 * How the process itself is doing, under the names stock dashboards know from prom-client.
 * @returns what stops it
 */
export function processMetrics(metrics: Metrics): () => void {
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  // The monitor's readings contain its own interval; what is left is what a request would have waited.
  const lagSeconds = (nanoseconds: number) =>
    lag.count === 0 ? 0 : Math.max(0, nanoseconds / 1e6 - LAG_RESOLUTION_MS) / 1_000;
  const gauge = (name: string, help: string, read: () => number) =>
    metrics.reading("gauge", name, help, read);

  gauge("nodejs_eventloop_lag_p50_seconds", "Median event loop delay since the last scrape.", () =>
    lagSeconds(lag.percentile(50)),
  );
  gauge(
    "nodejs_eventloop_lag_p99_seconds",
    "99th percentile of event loop delay since the last scrape.",
    () => lagSeconds(lag.percentile(99)),
  );
  gauge("nodejs_eventloop_lag_max_seconds", "Longest event loop delay since the last scrape.", () => {
    const longest = lagSeconds(lag.max);
    // The last of the three: they tell of the same time.
    lag.reset();
    return longest;
  });
  gauge("process_resident_memory_bytes", "Resident memory of the process.", () => process.memoryUsage.rss());
  gauge(
    "nodejs_heap_size_used_bytes",
    "Memory JavaScript objects use.",
    () => process.memoryUsage().heapUsed,
  );
  gauge(
    "process_start_time_seconds",
    "When the process started, in seconds since the Unix epoch.",
    () => performance.timeOrigin / 1_000,
  );
  metrics.reading("counter", "process_cpu_seconds_total", "User and system CPU time spent.", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });

  return () => void lag.disable();
}
