import { type Clock, systemClock } from "@portico/core";
import { Hono } from "hono";
import { docsRoutes } from "./api/docs-routes.ts";
import { type Bindings, createEdge } from "./edge/edge.ts";
import type { Authenticate } from "./edge/identity.ts";
import type { ApiInfo } from "./api/api-info.ts";
import { patternOf } from "./edge/pattern.ts";
import { Problem } from "./edge/problem.ts";
import { type Answer, respond, respondUnstored } from "./edge/respond.ts";
import type { AnyScreen } from "./screen/screen.ts";
import { screenRoute } from "./screen/screen-route.ts";

export interface BffOptions<Ports extends object> {
  readonly service: { readonly name: string };
  readonly info: ApiInfo;
  readonly screens: readonly AnyScreen<Ports>[];
  /** The opened adapters, by the names of the ports they answer. */
  readonly ports: Ports;
  readonly authenticate: Authenticate;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
  /** Whether new requests are welcome; `false` while draining. */
  readonly ready: () => boolean;
  /** How that does which pages can do without, by name: shown by readiness, and no reason to be unready. */
  readonly health?: () => Readonly<Record<string, object>>;
  readonly clock?: Clock;
}

/** A whole BFF as a Hono app: its screens, and the faces every BFF shows to machines and operators. */
export function createBff<Ports extends object>(options: BffOptions<Ports>): Hono<Bindings> {
  const { screens, ports, authenticate, ready, health, metrics } = options;
  const clock = options.clock ?? systemClock;
  const edge = createEdge(options.service, clock);
  const app = new Hono<Bindings>();

  for (const screen of screens)
    screenRoute(app, edge, screen, ports, { authenticate, service: options.service });

  const get = (path: string, answer: () => Answer | Promise<Answer>) =>
    app.get(path, (c) => edge.handle(c, path, async () => answer()));
  get("/health/live", () => respondUnstored({ status: "live" }));
  get("/health/ready", () => {
    const isReady = ready();
    return respondUnstored({ status: isReady ? "ready" : "draining", ...health?.() }, isReady ? 200 : 503);
  });
  get("/metrics", async () =>
    respond(await metrics(), 200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }),
  );
  docsRoutes(get, options.info, screens);

  // Asked here, and not by a handler for all methods behind each route: a second handler costs every request.
  app.notFound((c) => {
    const path = app.router.match("GET", c.req.path)[0][0]?.[0][1].path;
    return edge.handle(c as never, path === undefined ? "unmatched" : patternOf(path), () => {
      if (path === undefined) throw new Problem("not_found", { detail: "Nothing lives at this path." });
      throw new Problem("method_not_allowed", {
        detail: `${c.req.method.slice(0, 32)} is not allowed here; GET and HEAD are.`,
        headers: { allow: "GET, HEAD" },
      });
    });
  });
  return app;
}
