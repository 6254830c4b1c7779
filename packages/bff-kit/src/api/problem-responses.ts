import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ProblemCode, problemTypes } from "../edge/problem.ts";

const ProblemSchema = z.object({
  type: z.string().openapi({ example: "urn:portico:problem:invalid-request" }),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(Object.keys(problemTypes) as [ProblemCode]),
  section: z.string().optional(),
  errors: z
    .array(
      z.object({
        field: z.string(),
        code: z.enum(["required", "unknown", "repeated", "out_of_range", "invalid"]),
        message: z.string(),
      }),
    )
    .optional(),
  retryAfterMs: z.number().int().optional(),
  requestId: z.string(),
});

const NOT_OF_A_GET = new Set<string>([
  "method_not_allowed",
  "content_too_large",
  "unsupported_media_type",
] satisfies ProblemCode[]);

type Registry = OpenAPIHono["openAPIRegistry"];
export type Reference = ReturnType<Registry["registerComponent"]>["ref"];

export const textHeader = (description: string) => ({ description, schema: { type: "string" as const } });

const RETRY_AFTER = { "retry-after": { description: "Seconds.", schema: { type: "integer" as const } } };
const OWN_HEADERS: Readonly<Record<string, object>> = {
  401: { "www-authenticate": textHeader("What to sign in with.") },
  503: RETRY_AFTER,
  504: RETRY_AFTER,
};

/**
 * Documents each problem once; the answer says where, by status. A GET has every problem but those of a wrong method and
 * of a body; whether there is such a thing, each screen's sections decide.
 */
export function registerProblems(registry: Registry, requestId: Reference): Record<string, Reference> {
  registry.register("Problem", ProblemSchema);
  const codes = Object.entries(problemTypes).filter(([code]) => !NOT_OF_A_GET.has(code));
  const byStatus = Map.groupBy(codes, ([, { status }]) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, types]) => {
      const { ref } = registry.registerComponent("responses", `Problem${status}`, {
        description: types.map(([code, { title }]) => `\`${code}\`: ${title}`).join("; "),
        headers: { "x-request-id": requestId, ...OWN_HEADERS[status] },
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      });
      return [status, ref];
    }),
  );
}
