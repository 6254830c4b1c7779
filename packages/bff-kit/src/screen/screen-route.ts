import type { Context, Hono } from "hono";
import { checkAccept } from "../edge/accept.ts";
import type { Bindings, Edge } from "../edge/edge.ts";
import { matches, strongEtag } from "../edge/etag.ts";
import type { Authenticate } from "../edge/identity.ts";
import { respond } from "../edge/respond.ts";
import { readPath, readQuery } from "./input.ts";
import { runScreen } from "./run-screen.ts";
import type { AnyScreen } from "./screen.ts";

/** Serves a screen as a plain Hono route. */
export function screenRoute(
  app: Hono<Bindings>,
  edge: Edge,
  screen: AnyScreen,
  ports: object,
  authenticate: Authenticate,
): void {
  const vary = `Accept, ${authenticate.header}`;
  app.get(toHonoPath(screen.url), (c) =>
    edge.handle(c, screen.url, async ({ begin }) => {
      checkAccept(c.req.header("accept"));
      const user = authenticate((name) => c.req.header(name));
      const path = readPath(screen.path, c.req.param() as Record<string, string>);
      const query = readQuery(screen.query, searchOf(c));
      const body = await runScreen(screen, ports, { user, path, query }, begin(user, screen.budgetMs));

      const etag = strongEtag(body);
      const headers = { etag, "cache-control": "private, no-cache", vary };
      return matches(c.req.header("if-none-match"), etag)
        ? respond(null, 304, headers)
        : respond(body, 200, { ...headers, "content-type": "application/json" });
    }),
  );
}

/** `/v1/orders/{orderId}` as Hono writes it. */
const toHonoPath = (url: string): string => url.replaceAll(/\{(\w+)\}/g, ":$1");

function searchOf(c: Context): string {
  const { url } = c.req;
  const at = url.indexOf("?");
  return at === -1 ? "" : url.slice(at + 1);
}
