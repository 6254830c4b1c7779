import type { IncomingMessage } from "node:http";
import { type FieldError, Problem } from "./problem.ts";

/** What a request may weigh before anybody reads it. */
export const URL_BYTES_MAX = 8 * 1024;
export const HEADER_BYTES_MAX = 16 * 1024;
const HEADER_COUNT_MAX = 100;

/** @throws {Problem} `uri_too_long` or `headers_too_large` */
export function checkLimits(incoming: Pick<IncomingMessage, "url" | "rawHeaders">): void {
  const urlBytes = Buffer.byteLength(incoming.url ?? "");
  if (urlBytes > URL_BYTES_MAX) {
    throw new Problem("uri_too_long", {
      detail: `The URL has ${urlBytes} bytes; ${URL_BYTES_MAX} are allowed.`,
    });
  }
  const { rawHeaders } = incoming;
  const count = rawHeaders.length / 2;
  if (count > HEADER_COUNT_MAX) {
    throw new Problem("headers_too_large", {
      detail: `${count} headers were sent; ${HEADER_COUNT_MAX} are allowed.`,
    });
  }
  let bytes = 0;
  // Each field also has a colon, a space and a line end.
  for (const part of rawHeaders) bytes += part.length + 2;
  if (bytes > HEADER_BYTES_MAX) {
    throw new Problem("headers_too_large", {
      detail: `The headers have ${bytes} bytes; ${HEADER_BYTES_MAX} are allowed.`,
    });
  }
}

/**
 * Two hosts are how a request says one thing to a proxy and another to us. Only HTTP/1.0, which old health checks
 * speak, may do without. Source: RFC 9112, 3.2.
 * @throws {Problem} `invalid_request`
 */
export function checkHost({
  rawHeaders,
  httpVersion,
}: Pick<IncomingMessage, "rawHeaders" | "httpVersion">): void {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === "host") hosts += 1;
  if (hosts > 1) throw badHost("repeated", "may be given once");
  if (hosts === 0 && httpVersion !== "1.0") throw badHost("required", "is required");
}

/**
 * Where a body ends that is not in chunks at last, nobody can tell. Source: RFC 9112, 6.3.
 * @throws {Problem} `invalid_request`
 */
export function checkFraming({ headers }: Pick<IncomingMessage, "headers">): void {
  const codings = headers["transfer-encoding"]?.toLowerCase();
  if (codings === undefined || /(?:^|,)[ \t]*chunked[ \t]*$/.test(codings)) return;
  throw new Problem("invalid_request", {
    detail: "header.transfer-encoding must end with chunked",
    errors: [{ field: "header.transfer-encoding", code: "invalid", message: "must end with chunked" }],
    headers: { connection: "close" },
  });
}

const badHost = (code: FieldError["code"], message: string) =>
  new Problem("invalid_request", {
    detail: `header.host ${message}`,
    errors: [{ field: "header.host", code, message }],
  });
