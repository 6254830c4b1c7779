import { monitorEventLoopDelay } from "node:perf_hooks";
import { type Instrument, reading } from "./instruments.ts";

// The monitor is a timer that notes how long it really took. 20 ms wakes an idle process 50 times a second.
const LAG_RESOLUTION_MS = 20;

/**
 * How the process itself is doing, under the names stock dashboards know from prom-client. Its own
 * `collectDefaultMetrics` cannot be stopped: two observers live on after every test.
 */
export function processMetrics() {
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  // The monitor's readings contain its own interval; what is left is what a request would have waited.
  const lagSeconds = (nanoseconds: number) =>
    lag.count === 0 ? 0 : Math.max(0, nanoseconds / 1e6 - LAG_RESOLUTION_MS) / 1_000;

  const instruments: Instrument[] = [
    reading(
      "gauge",
      { name: "nodejs_eventloop_lag_p50_seconds", help: "Median event loop delay since the last scrape." },
      () => lagSeconds(lag.percentile(50)),
    ),
    reading(
      "gauge",
      {
        name: "nodejs_eventloop_lag_p99_seconds",
        help: "99th percentile of event loop delay since the last scrape.",
      },
      () => lagSeconds(lag.percentile(99)),
    ),
    reading(
      "gauge",
      { name: "nodejs_eventloop_lag_max_seconds", help: "Longest event loop delay since the last scrape." },
      () => {
        const longest = lagSeconds(lag.max);
        lag.reset(); // here, because this is the last of the three a scrape reads
        return longest;
      },
    ),
    reading("gauge", { name: "process_resident_memory_bytes", help: "Resident memory of the process." }, () =>
      process.memoryUsage.rss(),
    ),
    reading(
      "gauge",
      { name: "nodejs_heap_size_used_bytes", help: "Memory JavaScript objects use." },
      () => process.memoryUsage().heapUsed,
    ),
    reading("counter", { name: "process_cpu_seconds_total", help: "User and system CPU time spent." }, () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    }),
    reading(
      "gauge",
      {
        name: "process_start_time_seconds",
        help: "When the process started, in seconds since the Unix epoch.",
      },
      () => performance.timeOrigin / 1_000,
    ),
  ];

  return { instruments, close: () => void lag.disable() };
}
