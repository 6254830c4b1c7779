import type { Identity } from "@portico/core";
import type { Context, Hono } from "hono";
import { checkAccept } from "../edge/accept.ts";
import type { Bindings, Edge } from "../edge/edge.ts";
import { matches } from "../edge/etag.ts";
import type { Authenticate } from "../edge/identity.ts";
import { PageAge } from "../edge/page-age.ts";
import { honoPathOf } from "../edge/pattern.ts";
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
  {
    authenticate,
    service,
  }: { readonly authenticate: Authenticate; readonly service: { readonly name: string } },
): void {
  const { audience, budgetMs } = screen;
  const vary = audience === "public" ? "Accept" : `Accept, ${authenticate.header}`;
  const cache = `portico-${service.name}`;
  app.get(honoPathOf(screen.url), (c) =>
    edge.handle(c, screen.url, async ({ begin }) => {
      checkAccept(c.req.header("accept"));
      const user = audience === "public" ? null : authenticate((name) => c.req.header(name));
      const path = readPath(screen.path, c.req.param() as Record<string, string>);
      const query = readQuery(screen.query, searchOf(c));
      const age = new PageAge();
      const call = begin(user, budgetMs, age.add);
      const input = { user: user ?? NOBODY, path, query };
      const { body, etag, complete } = await runScreen(screen, ports, input, call);

      const headers = {
        etag,
        "cache-control": age.control(audience, complete),
        vary,
        ...age.headers(cache, complete),
      };
      return matches(c.req.header("if-none-match"), etag)
        ? respond(null, 304, headers)
        : respond(body, 200, { ...headers, "content-type": "application/json" });
    }),
  );
}

/** Who asks for what is the same for everybody. */
const NOBODY: Identity = {
  get customerId(): string {
    throw new TypeError("A public screen does not know who asks.");
  },
};

function searchOf(c: Context): string {
  const { url } = c.req;
  const at = url.indexOf("?");
  return at === -1 ? "" : url.slice(at + 1);
}
