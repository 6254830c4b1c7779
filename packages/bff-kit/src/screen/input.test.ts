import { expect, test } from "vitest";
import { z } from "zod";
import { createBff } from "../app.ts";
import { developmentUser } from "../edge/identity.ts";
import { integerParam } from "./input.ts";
import { screensOver } from "./screen.ts";

const year = integerParam({ min: 2_000, max: 2_100, default: 2_026 });

const report = screensOver<object>()("/v1/report", {
  name: "report",
  summary: "A report",
  budgetMs: 1_000,
  query: z
    .object({ from: year, to: year })
    .refine(({ from, to }) => from <= to, "must not have a from that is after to"),
}).required("years", {
  schema: z.number(),
  example: 1,
  from: [],
  load: async (_, { query }) => query.to - query.from,
});

const ask = async (search: string) =>
  (await (await get(`/v1/report${search}`)).json()) as Record<string, unknown>;

/** The same, with a rule that says which of them it is about. */
const span = screensOver<object>()("/v1/span", {
  name: "span",
  summary: "A span",
  budgetMs: 1_000,
  query: z
    .object({ from: year, to: year })
    .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be before from" }),
}).required("years", { schema: z.number(), example: 1, from: [], load: async () => 1 });

async function get(url: string) {
  const app = createBff({
    service: { name: "test" },
    info: { title: "Test", version: "1.0.0", description: "A test" },
    screens: [report, span],
    ports: {},
    authenticate: developmentUser({ allowed: true }),
    metrics: async () => "",
    ready: () => true,
  });
  return app.request(url, { headers: { "x-portico-user": "100001" } });
}

test("what two parameters must be to each other is said in the words of the screen", async () => {
  expect(await ask("?from=2020&to=2026")).toEqual({ years: 6, sectionStates: {} });
  expect(await ask("?from=2026&to=2020")).toMatchObject({
    status: 400,
    detail: "query must not have a from that is after to",
    errors: [{ field: "query", code: "invalid", message: "must not have a from that is after to" }],
  });
});

test("a rule about a parameter that nobody has given is told in its own words, too", async () => {
  const answer = await get("/v1/span?from=2050");
  expect(await answer.json()).toMatchObject({
    errors: [{ field: "query.to", code: "invalid", message: "must not be before from" }],
  });
});

test("and the document has the parameters as ever", async () => {
  const document = (await (await get("/openapi.json")).json()) as {
    paths: Record<string, { get: { parameters: { name: string }[] } }>;
  };
  const { parameters } = document.paths["/v1/report"]?.get ?? { parameters: [] };
  expect(parameters.map(({ name }) => name)).toEqual(["from", "to", "if-none-match"]);
});

test("a long name that is cut within a character is text all the same", async () => {
  const { errors } = await ask(`?x${encodeURIComponent("😀".repeat(40))}=1`);
  const [{ field }] = errors as [{ field: string }];
  expect(field).toMatch(/^query\.x😀+/u);
  expect(field.isWellFormed()).toBe(true);
});
