import { events, systemClock } from "@portico/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { createBff } from "../app.ts";
import { developmentUser } from "./identity.ts";
import { idParam, integerParam } from "../screen/input.ts";
import { notFound } from "./problem.ts";
import { screensOver } from "../screen/screen.ts";
import { testBff } from "../testing/test-bff.ts";

interface Ports {
  readonly find: (id: string, page: number) => Promise<string | null>;
}

const things = screensOver<Ports>()("/v1/things/{id}", {
  name: "thing",
  summary: "A thing",
  budgetMs: 1_000,
  path: z.object({ id: idParam("a1") }),
  query: z.object({
    page: integerParam({ min: 1, max: 10, default: 1 }),
    color: z.enum(["red", "blue"]).optional(),
    word: z.string().max(5).optional(),
  }),
}).required("thing", {
  schema: z.string(),
  example: "a thing",
  from: ["find"],
  async load({ find }, { path, query }) {
    const thing = await find(path.id, query.page);
    if (thing === null) throw notFound("thing");
    return thing;
  },
});

const bff = (find: Ports["find"] = async (id, page) => `${id} on ${page}`, allowed = true) =>
  createBff<Ports>({
    ...testBff,
    screens: [things],
    ports: { find },
    authenticate: developmentUser({ allowed }),
    clock: systemClock,
  });

const ada = { "x-portico-user": "100001" };

async function problem(path: string, init: RequestInit = { headers: ada }, app = bff()) {
  const response = await app.request(path, init);
  return { response, body: (await response.json()) as Record<string, unknown> };
}

describe("a request that is not valid gets a problem that names the field", () => {
  test.each([
    ["page 0", "?page=0", "query.page", "out_of_range"],
    ["page 10^9", "?page=1000000000", "query.page", "out_of_range"],
    ["a page that is no number", "?page=two", "query.page", "invalid"],
    ["a page with a fraction", "?page=1.5", "query.page", "invalid"],
    ["an empty page", "?page=", "query.page", "invalid"],
    ["a page beyond what a number holds", `?page=${"9".repeat(400)}`, "query.page", "invalid"],
    ["a page with a plus", "?page=%2B1", "query.page", "invalid"],
    ["a page in other digits", "?page=%D9%A1", "query.page", "invalid"],
    ["a value outside a list", "?color=green", "query.color", "invalid"],
    ["a word that is too long", "?word=abcdef", "query.word", "out_of_range"],
    ["a word that is no UTF-8", "?word=%FF", "query.word", "invalid"],
    ["a word that is not percent-encoded", "?word=100%", "query.word", "invalid"],
    ["a word with a control character", "?word=a%00b", "query.word", "invalid"],
    ["a name that is no UTF-8", "?%FF=1", "query.%FF", "unknown"],
    ["a semicolon where an ampersand belongs", "?page=1;color=red", "query.page", "invalid"],
    ["an unknown parameter", "?size=3", "query.size", "unknown"],
    ["a parameter named like a part of every object", "?__proto__=3", "query.__proto__", "unknown"],
    ["a parameter given twice", "?page=1&page=2", "query.page", "repeated"],
    ["a parameter given twice, once in disguise", "?page=1&%70age=2", "query.page", "repeated"],
    ["a parameter given twice, once without a value", "?word&word=a", "query.word", "repeated"],
  ])("%s", async (_, search, field, code) => {
    const { response, body } = await problem(`/v1/things/a1${search}`);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({
      type: "urn:portico:problem:invalid-request",
      status: 400,
      code: "invalid_request",
      errors: [{ field, code }],
    });
  });

  test("a word that is too long is told how long it may be", async () => {
    const { body } = await problem("/v1/things/a1?word=abcdef");
    expect(body["detail"]).toBe("query.word must be at most 5 characters long");
  });

  test("a path that cannot name anything", async () => {
    const { response, body } = await problem(`/v1/things/${encodeURIComponent("../etc")}`);
    expect(response.status).toBe(400);
    expect(body).toMatchObject({ errors: [{ field: "path.id", code: "invalid" }] });
  });

  test("a name in other letters is as long as its bytes", async () => {
    const { response, body } = await problem("/v1/things/a1?%F0%9F%98%80=1");
    expect(body).toMatchObject({ errors: [{ field: "query.😀" }] });
    expect(response.headers.get("content-length")).toBe(`${Buffer.byteLength(JSON.stringify(body))}`);
  });

  test("a thousand unknown parameters are answered with a few", async () => {
    const search = new URLSearchParams(
      Array.from({ length: 1_000 }, (_, i): [string, string] => [`p${i}`, "1"]),
    ).toString();
    const { body } = await problem(`/v1/things/a1?${search}`);
    expect(body["errors"]).toHaveLength(10);
  });
});

describe("an answer", () => {
  test("has the section under its own name and says that all are fresh", async () => {
    const response = await bff().request("/v1/things/a1?page=3&color=red", { headers: ada });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ thing: "a1 on 3", sectionStates: {} });
  });

  test("comes also to parameters that are encoded, separated twice, or spaced by a plus", async () => {
    const response = await bff().request("/v1/things/a1?&%70age=2&&word=a+%C3%BC&", { headers: ada });
    expect(await response.json()).toMatchObject({ thing: "a1 on 2" });
  });

  test("is not kept by shared caches and depends on the user", async () => {
    const response = await bff().request("/v1/things/a1", { headers: ada });
    expect(response.headers.get("cache-control")).toBe("private, no-cache");
    expect(response.headers.get("vary")).toContain("X-Portico-User");
  });

  test.each([
    ["the tag itself", (etag: string) => etag],
    ["the tag among others", (etag: string) => `"other", ${etag}`],
    ["the tag as a weak one", (etag: string) => `W/${etag}`],
    ["any tag", () => "*"],
  ])("is 304 without a body when the client names %s", async (_, header) => {
    const app = bff();
    const first = await app.request("/v1/things/a1", { headers: ada });
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    const again = await app.request("/v1/things/a1", { headers: { ...ada, "if-none-match": header(etag) } });
    expect(again.status).toBe(304);
    expect(again.headers.get("etag")).toBe(etag);
    expect(await again.text()).toBe("");
  });

  test("has another tag when it says something else", async () => {
    const one = await bff().request("/v1/things/a1", { headers: ada });
    const two = await bff().request("/v1/things/a2", { headers: ada });
    expect(one.headers.get("etag")).not.toBe(two.headers.get("etag"));
  });

  test("is 404 when the section says there is no such thing", async () => {
    const { response, body } = await problem(
      "/v1/things/a1",
      { headers: ada },
      bff(async () => null),
    );
    expect(response.status).toBe(404);
    expect(body).toMatchObject({ code: "not_found", detail: "There is no such thing." });
  });

  test("is a 500 that tells nothing when our own code fails", async () => {
    const app = bff(async () => {
      throw new Error("the password is hunter2");
    });
    const { response, body } = await problem("/v1/things/a1", { headers: ada }, app);
    expect(response.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });

  test("answers HEAD like GET, without the body", async () => {
    const response = await bff().request("/v1/things/a1", { method: "HEAD", headers: ada });
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).not.toBeNull();
    expect(await response.text()).toBe("");
  });
});

describe("a request at the wrong door", () => {
  test("a wrong method is 405 and names the right ones", async () => {
    const { response } = await problem("/v1/things/a1", { method: "POST", headers: ada });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD");
  });

  test("a wrong method is reported under the route that a right one is", async () => {
    const routes: string[] = [];
    onTestFinished(events.request.subscribe(({ route }) => void routes.push(route)));
    const app = bff();
    for (const method of ["GET", "POST"]) await app.request("/v1/things/a1", { method, headers: ada });
    expect(routes).toEqual(["/v1/things/{id}", "/v1/things/{id}"]);
  });

  test("an unknown path is 404 as a problem", async () => {
    const { response, body } = await problem("/v2/nothing");
    expect(response.status).toBe(404);
    expect(body).toMatchObject({ code: "not_found" });
  });

  test.each([
    "text/html",
    "application/xml, text/*",
    "application/json;q=0",
    "*/*, application/json;q=0",
    "application/json;q=0, */*",
  ])("Accept: %s is 406", async (accept) => {
    const { response, body } = await problem("/v1/things/a1", { headers: { ...ada, accept } });
    expect(response.status).toBe(406);
    expect(body).toMatchObject({ errors: [{ field: "header.accept" }] });
  });

  test.each([
    "*/*",
    "application/*",
    "text/html, application/json;q=0.1",
    "APPLICATION/JSON",
    "text/html, */*;q=0.8",
    "application/json;v=2;q=0, application/json",
    "application/json;charset=utf-8",
    "application/json, application/*;q=0, */*;q=0",
    ", ,",
  ])("Accept: %s is fine", async (accept) => {
    const response = await bff().request("/v1/things/a1", { headers: { ...ada, accept } });
    expect(response.status).toBe(200);
  });
});

describe("who is asking", () => {
  test("nobody: 401, and the problem says which header to send", async () => {
    const { response, body } = await problem("/v1/things/a1", {});
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("X-Portico-User");
    expect(body["detail"]).toContain("X-Portico-User: 100001");
  });

  test("a name that is no customer id: 401", async () => {
    const { response, body } = await problem("/v1/things/a1", { headers: { "x-portico-user": "1 OR 1=1" } });
    expect(response.status).toBe(401);
    expect(body).toMatchObject({ errors: [{ field: "header.x-portico-user", code: "invalid" }] });
  });

  test("in production the development header means nothing: 401, and the problem says so", async () => {
    const { response, body } = await problem("/v1/things/a1", { headers: ada }, bff(undefined, false));
    expect(response.status).toBe(401);
    expect(body["detail"]).toContain("production");
  });
});

describe("every answer carries a request id", () => {
  test("the client's own, when it is harmless", async () => {
    const response = await bff().request("/v1/things/a1", {
      headers: { ...ada, "x-request-id": "ticket-4711" },
    });
    expect(response.headers.get("x-request-id")).toBe("ticket-4711");
  });

  test.each(["short", "with spaces in it", 'a"quote-and-more', "x".repeat(65)])(
    "a new one instead of %s",
    async (id) => {
      const response = await bff().request("/v1/things/a1", { headers: { ...ada, "x-request-id": id } });
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test("and a problem repeats it in its body", async () => {
    const { response, body } = await problem("/v1/things/a1?page=0");
    expect(body["requestId"]).toBe(response.headers.get("x-request-id"));
  });
});

test("health, metrics, OpenAPI and docs need no user", async () => {
  const app = bff();
  const paths = [
    "/health/live",
    "/health/ready",
    "/metrics",
    "/openapi.json",
    "/docs",
    "/docs/swagger-ui.css",
  ];
  for (const path of paths) expect((await app.request(path)).status).toBe(200);
});

test("how the process is is never stored", async () => {
  for (const path of ["/health/live", "/health/ready"]) {
    expect((await bff().request(path)).headers.get("cache-control")).toBe("no-store");
  }
});

test("the docs page asks this server only and runs no inline script", async () => {
  const response = await bff().request("/docs");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
  const html = await response.text();
  expect(html).not.toMatch(/https?:|<script>|onload=/);
});
