// What the operator API takes and gives: one description for the server and for those who ask it.
import { z } from "zod";

/** A person's own words on one line: they end up in logs and terminals. */
const words = (charactersMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(charactersMax)
    .regex(/^\P{Cc}*$/u, "must be text on one line");

/** Who orders, and why: for the log and the history. */
export const OrderSchema = z.object({
  /** Nobody checks it: whoever has the token may call themselves as they like. */
  by: words(100),
  reason: words(500),
});

export const PurgeSchema = OrderSchema.extend({
  /** Of answers to be forgotten, e.g. `product:WIN-0001`, `system:crm`, `all`. */
  tags: z.array(words(200)).min(1).max(100),
});

export const circuitOrders = ["open", "close", "disable"] as const;
export type CircuitOrderName = (typeof circuitOrders)[number];

const CircuitStateSchema = z.enum(["closed", "open", "half_open", "disabled"]);

export const CircuitReportSchema = z.object({
  system: z.string(),
  operation: z.string(),
  state: CircuitStateSchema,
  since: z.iso.datetime(),
  /** What it opens on, once there are `callsMin` of them: counted over the last `windowMs`, anew when it closes. */
  counts: z.object({
    windowMs: z.number(),
    calls: z.number(),
    /** Half as many as usual while another replica's circuit has opened. */
    callsMin: z.number(),
    failed: z.number(),
    slow: z.number(),
  }),
  /** The latest changes, oldest first, at most 50. */
  history: z.array(
    z.object({
      state: CircuitStateSchema,
      at: z.iso.datetime(),
      /** `failures`, `slow_calls`, `try_again`, `probe_failed`, `recovered` or `ordered`. */
      reason: z.string(),
      /** Where the reason is `ordered`. */
      order: z.object({ by: z.string(), reason: z.string() }).optional(),
    }),
  ),
});
export type CircuitReport = z.output<typeof CircuitReportSchema>;

/** `GET /operator/circuits`. */
export const CircuitsReportSchema = z.object({ service: z.string(), circuits: z.array(CircuitReportSchema) });

/** `GET /operator/limits`. */
export const LimitsReportSchema = z.object({
  service: z.string(),
  limits: z.array(
    z.object({ system: z.string(), limit: z.number(), running: z.number(), queued: z.number() }),
  ),
});

/** `GET /operator/connections`: what all replicas share, by name. None: this process stands alone. */
export const ConnectionsReportSchema = z.object({
  service: z.string(),
  connections: z.record(z.string(), z.object({ state: z.string(), reason: z.string().optional() })),
});

/** `POST /operator/cache/purge`. `everywhere`: false when the other replicas could not be told yet. */
export const PurgedSchema = z.object({ everywhere: z.boolean() });
