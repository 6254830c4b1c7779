import { LightResponse } from "./light-response.ts";
import { problemBody, type ProblemSaid, problemTypes } from "./problem.ts";

type Headers = Readonly<Record<string, string>>;
type Body = string | Uint8Array<ArrayBuffer>;

/** What goes back, before the edge puts its own headers to it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body | null;
}

export const respond = (body: Body | null, status: number, headers: Headers): Answer => ({
  status,
  headers,
  body,
});

/** As JSON that nobody may keep. */
export const respondUnstored = (value: object, status = 200): Answer =>
  respond(JSON.stringify(value), status, { "content-type": "application/json", "cache-control": "no-store" });

export function toResponse(answer: Answer, requestId: string): Response {
  return new LightResponse(answer.body, { status: answer.status, headers: sentHeaders(answer, requestId) });
}

/** With the headers every answer has. Its length is told to HEAD as well, which never sees the body. */
export function sentHeaders({ headers, body }: Answer, requestId: string): Record<string, string> {
  const sent: Record<string, string> = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-request-id": requestId,
  };
  if (body !== null)
    sent["content-length"] = String(typeof body === "string" ? Buffer.byteLength(body) : body.byteLength);
  return Object.assign(sent, headers);
}

/** In whole seconds, one at least: "at once" would be asked for by all who were just refused. */
const retryAfter = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1_000)));

/** A problem as RFC 9457 puts it on the wire. */
export function problemAnswer(problem: ProblemSaid, requestId: string): Answer & { readonly body: string } {
  const { retryAfterMs, headers } = problem.details;
  return {
    status: problemTypes[problem.code].status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(retryAfterMs === undefined ? {} : { "retry-after": retryAfter(retryAfterMs) }),
      ...headers,
    },
    body: JSON.stringify(problemBody(problem, requestId)),
  };
}
