import type { Circuit, ConcurrencyLimit } from "@portico/core";
import type { z } from "zod";
import type { CircuitReport, LimitsReportSchema } from "./contract.ts";

/** A legacy system as operators see it: an opened adapter is one. */
export interface OperatedSystem {
  readonly system: string;
  readonly circuits: readonly Circuit[];
  readonly limit: ConcurrencyLimit | undefined;
}

export const toCircuitReport = ({
  system,
  operation,
  state,
  sinceMs,
  counts,
  history,
}: Circuit): CircuitReport => ({
  system,
  operation,
  state,
  since: isoTime(sinceMs),
  counts,
  history: history.map(({ state: became, atMs, reason, order }) => ({
    state: became,
    at: isoTime(atMs),
    reason,
    ...(order === undefined ? {} : { order: { by: order.who, reason: order.why } }),
  })),
});

/** Nothing for a system that nobody limits. */
export const toLimitReports = ({
  system,
  limit,
}: OperatedSystem): z.output<typeof LimitsReportSchema>["limits"] =>
  limit === undefined ? [] : [{ system, limit: limit.limit, running: limit.running, queued: limit.queued }];

const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();
