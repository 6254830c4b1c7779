import { TimelineSchema } from "@portico/mock-kit/faults";
import { z } from "zod";

/** The legacy systems there are, each behind a proxy of its own. */
export const SYSTEMS = ["crm", "erp", "catalog"] as const;
export type System = (typeof SYSTEMS)[number];

const system = z.enum(SYSTEMS);
const name = z.string().regex(/^[a-z][A-Za-z0-9-]{0,39}$/);
const ms = z.number().int().min(0).max(600_000);
const share = z.number().min(0).max(1);

/** `before` the first fault, `fault`: while any holds, `after` the last, `all`. */
const when = z.enum(["before", "fault", "after", "all"]).default("all");
export type When = z.output<typeof when>;

/** `{1..60}` in a path. */
export const NUMBER_RANGE = /\{(\d{1,9})\.\.(\d{1,9})\}/g;

const RouteSchema = z.strictObject({
  /** What the report calls it. */
  name,
  /** `{1..60}` stands for a whole number from 1 to 60, drawn anew each time; `{0001..0080}` for one of four digits. */
  path: z
    .string()
    .max(2_000)
    .regex(/^\/[\x21-\x7e]*$/, {
      error: "begins with / and holds neither spaces nor letters beyond ASCII: write them as %20 and so on",
    })
    .superRefine((path, refinement) => {
      for (const [range, from, to] of path.matchAll(NUMBER_RANGE))
        if (Number(from) > Number(to)) refinement.addIssue(`a range rises: ${range} does not`);
    }),
  /** How often it is asked for, beside the others. */
  weight: z.number().int().min(1).max(100).default(1),
});

const LoadSchema = z.strictObject({
  /** Requests begun each second, whether or not earlier ones were answered. */
  requestsPerS: z.number().int().min(1).max(1_000).default(100),
  /** How many customers ask: each has an answer of their own in the caches. */
  users: z.number().int().min(1).max(200).default(100),
  /** Load before the clock starts: code is compiled and pools are open by then. */
  warmUpMs: ms.default(3_000),
  routes: z.array(RouteSchema).min(1).max(10),
});

const ExpectationSchema = z.discriminatedUnion("check", [
  z.strictObject({ check: z.literal("latency"), route: name, when, p99MsMax: ms }),
  /** Answers that are a 5xx, or none at all. */
  z.strictObject({ check: z.literal("failures"), route: name, when, shareMax: share }),
  z.strictObject({ check: z.literal("statuses"), route: name, when, only: z.array(z.number().int()).min(1) }),
  /** A route that does not use the system: no failures, and p99 during the fault as without it, but for `slackMs`. */
  z.strictObject({
    check: z.literal("unaffected"),
    route: name,
    p99RatioMax: z.number().min(1).max(100).default(1.2),
    /** What a busy machine may add to any answer. */
    slackMs: ms.default(20),
  }),
  /** How many of the 200s say of `section` that it is one of `states`. */
  z.strictObject({
    check: z.literal("marks"),
    route: name,
    section: name,
    when,
    states: z.array(z.enum(["stale", "partial", "unavailable"])).min(1),
    shareMin: share.default(0),
    shareMax: share.default(1),
  }),
  /** Questions at the system's door that have no answer yet. */
  z.strictObject({ check: z.literal("inFlight"), system, max: z.number().int().min(0).max(10_000) }),
  z.strictObject({ check: z.literal("calls"), system, when, perSMax: z.number().min(0).max(100_000) }),
  z.strictObject({ check: z.literal("breaker"), system, opens: z.boolean() }),
  /** From then on after the last fault, every answer is a 200 without a mark. */
  z.strictObject({ check: z.literal("recovery"), route: name, withinMs: ms }),
  z.strictObject({ check: z.literal("memory"), riseMibMax: z.number().min(1).max(4_096) }),
]);
export type Expectation = z.output<typeof ExpectationSchema>;

/** One bad day: what is asked for, what goes wrong when, and what must hold all the same. */
export const LabScriptSchema = z
  .strictObject({
    name,
    /** For people: one sentence. */
    about: z.string().min(1).max(300),
    /** Decides who asks for what, and what a fault hits. */
    seed: z.number().int().min(0).max(4_294_967_295).default(1),
    durationMs: z.number().int().min(1_000).max(600_000),
    load: LoadSchema,
    timeline: TimelineSchema,
    expect: z.array(ExpectationSchema).min(1).max(50),
  })
  .superRefine(({ timeline, durationMs, load, expect }, refinement) => {
    const issue = (path: PropertyKey[], message: string) =>
      refinement.addIssue({ code: "custom", path, message });
    for (const [i, step] of timeline.entries()) {
      if (!system.safeParse(step.system).success)
        issue(["timeline", i, "system"], `there is no such system; there are ${SYSTEMS.join(", ")}`);
      const endMs = step.atMs + step.forMs + (step.repeat.times - 1) * step.repeat.everyMs;
      if (endMs > durationMs) issue(["timeline", i], `ends at ${endMs} ms, after the scenario`);
    }
    const routes = new Set<string>();
    for (const [i, route] of load.routes.entries()) {
      if (routes.has(route.name)) issue(["load", "routes", i, "name"], "there is another route of this name");
      routes.add(route.name);
    }
    for (const [i, one] of expect.entries()) {
      if ("route" in one && !routes.has(one.route))
        issue(["expect", i, "route"], "there is no such route above");
      if (one.check === "marks" && one.shareMin > one.shareMax)
        issue(["expect", i, "shareMin"], "is above shareMax");
    }
  });
export type LabScript = z.output<typeof LabScriptSchema>;
