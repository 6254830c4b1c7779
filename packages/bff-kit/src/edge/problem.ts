import type { AnyBackendError, BackendErrorCode } from "@portico/core";

/** Every way an answer can say no. The codes are stable; `docs/problems.md` says what to do about each. */
export const problemTypes = {
  invalid_request: { status: 400, title: "The request is not valid" },
  unauthenticated: { status: 401, title: "Nobody is signed in" },
  not_found: { status: 404, title: "There is no such thing here" },
  method_not_allowed: { status: 405, title: "The method is not allowed here" },
  not_acceptable: { status: 406, title: "The answer comes as JSON only" },
  request_timeout: { status: 408, title: "The request took too long to arrive" },
  content_too_large: { status: 413, title: "The request's body is too large" },
  uri_too_long: { status: 414, title: "The URL is too long" },
  unsupported_media_type: { status: 415, title: "Bodies are JSON only" },
  headers_too_large: { status: 431, title: "The request's headers are too large" },
  internal_error: { status: 500, title: "Something is wrong on our side" },
  overloaded: { status: 503, title: "We have more to do than we can" },
  backend_rejected: { status: 502, title: "A backend refused the question" },
  contract_broken: { status: 502, title: "A backend's answer made no sense" },
  backend_unavailable: { status: 503, title: "A backend cannot be reached" },
  backend_overloaded: { status: 503, title: "A backend takes no more calls now" },
  circuit_open: { status: 503, title: "A failing backend is left alone for a while" },
  backend_timeout: { status: 504, title: "A backend did not answer in time" },
} as const;

export type ProblemCode = keyof typeof problemTypes;

/** One field that is wrong, so that a client can point at it. */
export interface FieldError {
  /** Where it is: `query.page`, `path.orderId`, `body.reason`, `header.accept`. */
  readonly field: string;
  readonly code: "required" | "unknown" | "repeated" | "out_of_range" | "invalid";
  readonly message: string;
}

export interface ProblemDetails {
  /** For people. Holds nothing a backend said. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** The section whose absence makes the page impossible. */
  readonly section?: string;
  readonly retryAfterMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An answer that is a problem. Thrown anywhere on the way of a request, turned into RFC 9457 at its edge. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails) {
    super(details.detail, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "Problem";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return problemTypes[this.code].status;
  }
}

/** A section's answer to "there is no such thing", whether it does not exist or is not this user's to see. */
export const notFound = (what: string): Problem =>
  new Problem("not_found", { detail: `There is no such ${what}.` });

/** The page cannot be without this section, and this is why it is missing. */
export function toProblem(error: AnyBackendError, section: string): Problem {
  return new Problem(problemCodeOf(error.code), {
    detail: `The page cannot be shown without "${section}".`,
    section,
    retryAfterMs: error.retryAfterMs ?? (error.transient ? RETRY_AFTER_MS : undefined),
    cause: error,
  });
}

// A client that hears nothing better should not come back within the second.
const RETRY_AFTER_MS = 1_000;

// Only a caller that left cancels, and it reads no answer; should it ever, the system was not reached.
const problemCodeOf = (code: BackendErrorCode): ProblemCode =>
  code === "call_cancelled" ? "backend_unavailable" : code;

/** What is said of a problem, whether it was thrown or not: an error's stack costs more than all else of a refusal. */
export type ProblemSaid = Pick<Problem, "code" | "details">;

/** RFC 9457 members. `type` is a URN: it names the problem and is never fetched. */
export function problemBody({ code, details }: ProblemSaid, requestId: string): Record<string, unknown> {
  const { status, title } = problemTypes[code];
  return {
    type: `urn:portico:problem:${code.replaceAll("_", "-")}`,
    title,
    status,
    detail: details.detail,
    code,
    ...(details.section === undefined ? {} : { section: details.section }),
    ...(details.errors === undefined ? {} : { errors: details.errors }),
    ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
    requestId,
  };
}
