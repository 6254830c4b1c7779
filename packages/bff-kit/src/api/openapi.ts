import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { ApiInfo } from "./api-info.ts";
import { type AnyScreen, type Section, SectionStateSchema, STATES } from "../screen/screen.ts";
import { type Reference, registerProblems, textHeader } from "./problem-responses.ts";

export function openApiDocument(info: ApiInfo, screens: readonly AnyScreen[]): object {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  const header = (name: string, description: string) =>
    registry.registerComponent("headers", name, textHeader(description)).ref;
  const requestId = header(
    "RequestId",
    "Names this request in our log: the client's own, if it sent a usable one.",
  );
  const headers = {
    "x-request-id": requestId,
    etag: header("ETag", "A strong validator of the body: send it back as `If-None-Match`."),
    "cache-control": header(
      "CacheControl",
      "`private, no-cache`: keep it, and ask before using it again. What is the same for everybody: `public`, and for how long.",
    ),
    age: header("Age", "Seconds since the oldest part of the answer was given by its system."),
    "cache-status": header(
      "CacheStatus",
      "RFC 9211: whether all parts came from memory (`hit`) or a system was asked (`fwd=miss`; `fwd=stale`: in vain, an old answer is shown), and for how many seconds each part is fresh (`ttl`).",
    ),
    vary: header("Vary", "The request headers the answer depends on."),
  };
  const problems = registerProblems(registry, requestId);
  for (const screen of screens) registry.registerPath(operation(screen, headers, problems));
  registry.registerComponent("securitySchemes", "developmentUser", {
    type: "apiKey",
    in: "header",
    name: "X-Portico-User",
    description: "Development only: the customer id of whoever asks.",
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { ...info, license: { name: "Apache-2.0" } },
    servers: [{ url: "/" }],
    tags: [{ name: SCREENS, description: "One request, one answer: exactly what a page shows." }],
    security: [{ developmentUser: [] }],
  });
}

function operation(
  screen: AnyScreen,
  headers: Record<string, Reference>,
  problems: Record<string, Reference>,
) {
  const { sections } = screen;
  const shape: Record<string, z.ZodType> = {};
  const example: Record<string, unknown> = {};
  for (const { name, need, schema, example: shown } of sections) {
    shape[name] = need === "required" ? schema : z.union([schema, z.null()]);
    example[name] = shown;
  }
  const marked = sections.filter(({ need }) => need !== "required");
  const states = z
    .object(Object.fromEntries(marked.map(({ name }) => [name, SectionStateSchema.optional()])))
    .openapi({ description: "Names every section that is not fresh; empty when all are." });
  return {
    method: "get" as const,
    path: screen.url,
    tags: [SCREENS],
    operationId: screen.name,
    summary: screen.summary,
    ...(screen.audience === "public" ? { security: [] } : {}),
    description: describe(screen, sections),
    request: { params: screen.path, query: screen.query, headers: ConditionSchema },
    responses: {
      200: {
        description: "The screen",
        headers,
        content: {
          "application/json": {
            schema: z.object({ ...shape, [STATES]: states }),
            examples: {
              complete: { summary: "Every section is fresh", value: { ...example, [STATES]: {} } },
              ...degradedExample(example, marked),
            },
          },
        },
      },
      304: { description: "The client already has it (`If-None-Match`)", headers },
      ...problemsOf(screen, problems),
    },
    "x-portico-sections": Object.fromEntries(
      sections.map(({ name, need, from, after }) => [
        name,
        { need, from, ...(after.length > 0 ? { after } : {}) },
      ]),
    ),
    "x-portico-budget-ms": screen.budgetMs,
  };
}

/** Nobody is told to sign in for what is the same for everybody. */
const problemsOf = ({ audience }: AnyScreen, problems: Record<string, Reference>) =>
  Object.fromEntries(Object.entries(problems).filter(([status]) => audience === "user" || status !== "401"));

const SCREENS = "Screens";

const ConditionSchema = z.object({
  "if-none-match": z
    .string()
    .optional()
    .openapi({ description: "The `ETag` of the answer the client has: 304 when it is still the same." }),
});

const NEEDS = {
  required: "without it there is no page",
  staleOk: "an old answer, marked with its age, is better than none; else `null` and marked",
  optional: "may be missing, marked with the reason",
};

const describe = (screen: AnyScreen, sections: readonly Section[]): string =>
  [
    `Answers within ${screen.budgetMs} ms.`,
    "",
    ...sections.map(({ name, need, otherwise }) => {
      const fallback = otherwise === undefined ? "" : "; what is left of it is served as `partial`";
      return `- \`${name}\` (${need}): ${NEEDS[need]}${fallback}`;
    }),
  ].join("\n");

/** The last section that may be missing, missing. */
function degradedExample(example: Record<string, unknown>, marked: readonly Section[]) {
  const section = marked.at(-1);
  if (section === undefined) return {};
  const { name, otherwise } = section;
  const state = { state: otherwise === undefined ? "unavailable" : "partial", reason: "backend_timeout" };
  const value = { ...example, [name]: otherwise?.example ?? null, [STATES]: { [name]: state } };
  return { degraded: { summary: `The data of "${name}" could not be had`, value } };
}
