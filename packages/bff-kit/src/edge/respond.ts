import { type Problem, problemBody } from "./problem.ts";

const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
};

type Headers = Readonly<Record<string, string>>;

/** A body with the headers every answer has. Its length is told to HEAD as well, which never sees the body. */
export const respond = (body: string | null, status: number, headers: Headers): Response =>
  new Response(body, {
    status,
    headers: {
      ...SECURITY_HEADERS,
      ...(body === null ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      ...headers,
    },
  });

/** A problem as RFC 9457 puts it on the wire. */
export function problemMessage(
  problem: Problem,
  requestId: string,
): { readonly status: number; readonly headers: Headers; readonly body: string } {
  const { retryAfterMs, headers } = problem.details;
  return {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-request-id": requestId,
      ...(retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
      ...headers,
    },
    body: JSON.stringify(problemBody(problem, requestId)),
  };
}

export function respondProblem(problem: Problem, requestId: string): Response {
  const { status, headers, body } = problemMessage(problem, requestId);
  return respond(body, status, headers);
}
