import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, type Registry } from "prom-client";

// The monitor is a timer that notes how long it really took. 20 ms wakes an idle process 50 times a second.
const LAG_RESOLUTION_MS = 20;

/**
 * How the process itself is doing, under the names stock dashboards know from prom-client. Its own
 * `collectDefaultMetrics` cannot be stopped: two observers live on after every close.
 * @returns what stops it
 */
export function processMetrics(register: Registry): () => void {
  const registers = [register];
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  // The monitor's readings contain its own interval; what is left is what a request would have waited.
  const lagSeconds = (nanoseconds: number) =>
    lag.count === 0 ? 0 : Math.max(0, nanoseconds / 1e6 - LAG_RESOLUTION_MS) / 1_000;

  const lagP50 = new Gauge({
    name: "nodejs_eventloop_lag_p50_seconds",
    help: "Median event loop delay since the last scrape.",
    registers,
    collect() {
      // For all three, so that they tell of the same time.
      lagP50.set(lagSeconds(lag.percentile(50)));
      lagP99.set(lagSeconds(lag.percentile(99)));
      lagMax.set(lagSeconds(lag.max));
      lag.reset();
    },
  });
  const lagP99 = new Gauge({
    name: "nodejs_eventloop_lag_p99_seconds",
    help: "99th percentile of event loop delay since the last scrape.",
    registers,
  });
  const lagMax = new Gauge({
    name: "nodejs_eventloop_lag_max_seconds",
    help: "Longest event loop delay since the last scrape.",
    registers,
  });

  const reading = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  reading("process_resident_memory_bytes", "Resident memory of the process.", () =>
    process.memoryUsage.rss(),
  );
  reading(
    "nodejs_heap_size_used_bytes",
    "Memory JavaScript objects use.",
    () => process.memoryUsage().heapUsed,
  );
  reading(
    "process_start_time_seconds",
    "When the process started, in seconds since the Unix epoch.",
    () => performance.timeOrigin / 1_000,
  );
  const cpuSeconds = new Counter({
    name: "process_cpu_seconds_total",
    help: "User and system CPU time spent.",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      cpuSeconds.reset();
      cpuSeconds.inc((user + system) / 1e6);
    },
  });

  return () => void lag.disable();
}
