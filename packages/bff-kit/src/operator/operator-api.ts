import { type CallContext, type Clock, events, systemClock } from "@portico/core";
import { type Context, Hono } from "hono";
import { type Bindings, createEdge } from "../edge/edge.ts";
import { readJsonBody } from "../edge/json-body.ts";
import { patternOf } from "../edge/pattern.ts";
import { notFound, Problem } from "../edge/problem.ts";
import { respondUnstored } from "../edge/respond.ts";
import { readBody } from "../screen/input.ts";
import { bearer } from "./bearer.ts";
import { type CircuitOrderName, circuitOrders, OrderSchema, PurgeSchema } from "./contract.ts";
import { type OperatedSystem, toCircuitReport, toLimitReports } from "./reports.ts";

export interface OperatorApiOptions {
  readonly service: { readonly name: string };
  /** What operators show as `Authorization: Bearer …`. */
  readonly token: string;
  readonly systems: readonly OperatedSystem[];
  /** Has all answers forgotten that have one of `tags`. */
  readonly purge: (tags: readonly string[]) => Promise<{ readonly everywhere: boolean }>;
  /** How that does which all replicas share, by name. */
  readonly connections: () => Readonly<Record<string, object>>;
  readonly clock?: Clock;
}

const BODY_BYTES_MAX = 65_536;
const BUDGET_MS = 5_000;
const CIRCUIT_ORDER = "/operator/circuits/:system/:operation/:order";

/** Shows operators what a BFF does to its systems, and takes their orders. For a port of its own. */
export function operatorApi(options: OperatorApiOptions): Hono<Bindings> {
  const { service, systems, connections, clock = systemClock } = options;
  const edge = createEdge(service, clock);
  const authorize = bearer(options.token);
  const app = new Hono<Bindings>();

  /** @param answer is asked only by those who show the token */
  const on = (method: "GET" | "POST", path: string, answer: (request: Asked) => object | Promise<object>) =>
    app.on(method, path, (c) =>
      edge.handle(c, patternOf(path), async ({ requestId, begin }) => {
        authorize(c.req.header("authorization"));
        return respondUnstored(await answer({ c, requestId, call: begin(null, BUDGET_MS, ignore) }));
      }),
    );

  on("GET", "/operator/circuits", () => ({
    service: service.name,
    circuits: systems.flatMap(({ circuits }) => circuits.map(toCircuitReport)),
  }));
  on("GET", "/operator/limits", () => ({ service: service.name, limits: systems.flatMap(toLimitReports) }));
  on("GET", "/operator/connections", () => ({ service: service.name, connections: connections() }));

  on("POST", CIRCUIT_ORDER, async ({ c, call }) => {
    const { system, operation, order } = c.req.param() as Record<string, string>;
    if (!isCircuitOrder(order)) throw notFound("order");
    const circuit = systems
      .flatMap(({ circuits }) => circuits)
      .find((one) => one.system === system && one.operation === operation);
    if (circuit === undefined) throw notFound("circuit");
    const { by, reason } = readBody(OrderSchema, await readJsonBody(c.req.raw, BODY_BYTES_MAX, call.signal));
    circuit[order]({ who: by, why: reason });
    return toCircuitReport(circuit);
  });

  on("POST", "/operator/cache/purge", async ({ c, requestId, call }) => {
    const given = await readJsonBody(c.req.raw, BODY_BYTES_MAX, call.signal);
    const { tags, by, reason } = readBody(PurgeSchema, given);
    const { everywhere } = await options.purge(tags);
    if (events.cachePurge.listened) {
      const { traceId } = call.trace;
      events.cachePurge.publish({ service, requestId, traceId, tags, everywhere, who: by, why: reason });
    }
    return { everywhere };
  });

  for (const { method, path } of [...app.routes]) {
    const allow = method === "GET" ? "GET, HEAD" : method;
    app.all(path, (c) =>
      edge.handle(c, patternOf(path), async () => {
        authorize(c.req.header("authorization"));
        throw new Problem("method_not_allowed", {
          detail: `${c.req.method.slice(0, 32)} is not allowed here; ${allow} is.`,
          headers: { allow },
        });
      }),
    );
  }
  app.notFound((c) =>
    edge.handle(c as never, "unmatched", async () => {
      authorize(c.req.header("authorization"));
      throw new Problem("not_found", { detail: "Nothing lives at this path." });
    }),
  );
  return app;
}

/** A request that showed the token. */
interface Asked {
  readonly c: Context<Bindings>;
  readonly requestId: string;
  readonly call: CallContext;
}

const isCircuitOrder = (name: string | undefined): name is CircuitOrderName =>
  (circuitOrders as readonly (string | undefined)[]).includes(name);

const ignore = () => {};
