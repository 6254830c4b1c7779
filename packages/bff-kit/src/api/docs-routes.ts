import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Answer, respond } from "../edge/respond.ts";
import type { AnyScreen } from "../screen/screen.ts";
import type { ApiInfo } from "./api-info.ts";
import { describeApi } from "./describe-api.ts";

const require = createRequire(import.meta.url);

const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const JAVASCRIPT = "text/javascript; charset=utf-8";

/** The API's documentation, and a page of it that needs nothing but this server: no CDN, no inline script. */
export function docsRoutes(
  get: (path: string, answer: () => Answer | Promise<Answer>) => void,
  info: ApiInfo,
  screens: readonly AnyScreen[],
): void {
  const document = madeOnce(async () => JSON.stringify(await describeApi(info, screens)));
  const page = { "content-security-policy": PAGE_CSP, "content-type": "text/html; charset=utf-8" };
  const html = pageHtml(info.title);
  get("/openapi.json", async () => respond(await document(), 200, { "content-type": "application/json" }));
  get("/docs", () => respond(html, 200, page));
  get("/docs/start.js", () => respond(START, 200, { "content-type": JAVASCRIPT }));
  asset("swagger-ui-bundle.js", JAVASCRIPT);
  asset("swagger-ui.css", "text/css; charset=utf-8");

  function asset(name: string, type: string) {
    const file = require.resolve(`swagger-ui-dist/${name}`);
    const text = madeOnce(() => readFile(file, "utf8"));
    const headers = { "content-type": type, "cache-control": "public, max-age=86400" };
    get(`/docs/${name}`, async () => respond(await text(), 200, headers));
  }
}

/** Made for the first who asks, and anew after a failure: too many open files pass. */
function madeOnce(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
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
