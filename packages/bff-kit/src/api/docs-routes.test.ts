import { expect, test } from "vitest";
import { createBff } from "../app.ts";
import { testBff } from "../testing/test-bff.ts";

const app = createBff({ ...testBff, screens: [], ports: {}, metrics: async () => "up 1\n" });

const A_DAY = "public, max-age=86400";

// `nosniff` is sent with each: a browser runs no script, and Prometheus reads no text, whose type is another.
test.each([
  ["/openapi.json", "application/json", null],
  ["/docs", "text/html; charset=utf-8", null],
  ["/docs/start.js", "text/javascript; charset=utf-8", null],
  ["/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8", A_DAY],
  ["/docs/swagger-ui.css", "text/css; charset=utf-8", A_DAY],
  ["/metrics", "text/plain; version=0.0.4; charset=utf-8", null],
])("%s is %s, and what a browser may keep says for how long", async (path, type, cacheControl) => {
  const response = await app.request(path);
  const { headers } = response;
  expect([headers.get("content-type"), headers.get("cache-control")]).toEqual([type, cacheControl]);
  expect(await response.text()).not.toBe("");
});
