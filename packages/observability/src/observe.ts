import { type Clock, events, systemClock } from "@portico/core";
import { eventLog } from "./event-log.ts";
import { eventMetrics } from "./event-metrics.ts";
import { floodGate } from "./flood-gate.ts";
import { type LogDestination, stdoutOutput } from "./log-output.ts";
import { type Logger, type LogLevel, logger } from "./logger.ts";
import { Metrics } from "./metrics.ts";
import { processMetrics } from "./process-metrics.ts";

export interface ObserveOptions {
  /** The service to listen to, by reference: what another one in this process does is not counted here. */
  readonly service: { readonly name: string };
  /** The least serious line to write. Default `info`. */
  readonly level?: LogLevel | undefined;
  /** Where lines go. Default: stdout, buffered. A destination handed in stays open on `close`. */
  readonly destination?: LogDestination | undefined;
  readonly clock?: Clock | undefined;
}

export interface Observability {
  /** For the few lines no event tells: started, draining, stopped. */
  readonly logger: Logger;
  /** Everything counted so far, in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Stops listening and writes what is buffered, waiting at most two seconds for a reader that does not read. */
  readonly close: () => Promise<void>;
}

/** Listens to all that `service` does, until closed: one line per request, and Prometheus metrics. */
export function observe({
  service,
  level = "info",
  destination,
  clock = systemClock,
}: ObserveOptions): Observability {
  const metrics = new Metrics();
  const counted = eventMetrics(metrics);
  let linesLost = 0;
  const lineLost = () => {
    linesLost += 1;
  };
  const help = "Log lines lost: their reader was too slow or failed.";
  metrics.reading("counter", "portico_log_lines_dropped_total", help, () => linesLost);
  const stopProcessMetrics = processMetrics(metrics);

  const output =
    destination === undefined
      ? stdoutOutput(clock, lineLost)
      : { write: (line: string) => destination.write(line), close: async () => {} };
  const lines = logger({ service: service.name, level, destination: output, clock, lineLost });
  const gate = floodGate(clock);
  const log = eventLog(lines.write, gate);

  const subscriptions = [
    events.request.subscribe((event) => {
      if (event.service !== service) return;
      counted.request(event);
      log.request(event);
    }),
    events.section.subscribe((event) => {
      if (event.call.service !== service) return;
      counted.section(event);
      log.section(event);
    }),
    events.backendCall.subscribe((event) => {
      if (event.call.service !== service) return;
      counted.backendCall(event);
      log.backendCall(event);
    }),
    events.callRefused.subscribe((event) => {
      if (event.call.service === service) counted.callRefused(event);
    }),
    events.secondTry.subscribe((event) => {
      if (event.call.service === service) counted.secondTry(event);
    }),
    events.cache.subscribe((event) => {
      if (event.call.service === service) counted.cache(event);
    }),
    events.cachePurge.subscribe((event) => {
      if (event.service !== service) return;
      counted.cachePurge(event);
      log.cachePurge(event);
    }),
    // A breaker and a limit belong to an opened system, which several services of a process may share.
    events.concurrencyLimit.subscribe((event) => counted.concurrencyLimit(event)),
    events.breakerState.subscribe((event) => {
      counted.breakerState(event);
      log.breakerState(event);
    }),
    // So is a connection, by all of them.
    events.connection.subscribe((event) => {
      counted.connection(event);
      log.connection(event);
    }),
  ];

  const close = async () => {
    for (const unsubscribe of subscriptions) unsubscribe();
    stopProcessMetrics();
    gate.close();
    await output.close();
  };
  let closing: Promise<void> | undefined;

  return {
    logger: lines.logger,
    metrics: async () => metrics.text(),
    close: () => (closing ??= close()),
  };
}
