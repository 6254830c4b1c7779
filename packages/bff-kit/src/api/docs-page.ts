import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Hono } from "hono";
import type { Bindings, Edge } from "../edge/edge.ts";
import { respond } from "../edge/respond.ts";

const require = createRequire(import.meta.url);

const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The API's documentation as a page that needs nothing but this server: no CDN, no inline script. */
export function docsRoutes(app: Hono<Bindings>, edge: Edge, title: string): void {
  const page = { "content-security-policy": PAGE_CSP, "content-type": "text/html; charset=utf-8" };
  const html = pageHtml(title);
  app.get("/docs", (c) => edge.handle(c, "/docs", async () => respond(html, 200, page)));
  script("/docs/start.js", START);
  asset("/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8");
  asset("/docs/swagger-ui.css", "text/css; charset=utf-8");

  function script(path: string, text: string) {
    const headers = { "content-type": "text/javascript; charset=utf-8" };
    app.get(path, (c) => edge.handle(c, path, async () => respond(text, 200, headers)));
  }

  function asset(path: string, type: string) {
    const file = require.resolve(`swagger-ui-dist/${path.slice("/docs/".length)}`);
    const headers = { "content-type": type, "cache-control": "public, max-age=86400" };
    let text: Promise<string> | undefined;
    app.get(path, (c) =>
      edge.handle(c, path, async () => {
        text ??= readFile(file, "utf8").catch((error: unknown) => {
          text = undefined; // Too many open files pass: the next one who asks reads again.
          throw error;
        });
        return respond(await text, 200, headers);
      }),
    );
  }
}

const pageHtml = (title: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
