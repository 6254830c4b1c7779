import { randomUUID } from "node:crypto";
import { type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { RequestError } from "@hono/node-server";
import { continueTrace, events } from "@portico/core";
import { Problem } from "../edge/problem.ts";
import { HEADER_BYTES_MAX, URL_BYTES_MAX } from "../edge/request-limits.ts";
import { problemAnswer, toResponse } from "../edge/respond.ts";
import type { Connections } from "./connections.ts";

type ParserError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };
type Service = { readonly name: string };

/** Answers a request that never reaches the app because its target or host is not one. */
export const refuseRequest =
  (service: Service) =>
  (error: unknown): Response => {
    const problem =
      error instanceof RequestError
        ? new Problem("invalid_request", {
            detail: `The request line or the host is not valid: ${error.message}.`,
          })
        : new Problem("internal_error", { detail: "The request failed for a reason that was logged." });
    const requestId = reported(service, problem, error);
    return toResponse(problemAnswer(problem, requestId), requestId);
  };

/** Answers what never became a request: the parser gave up on it, it took too long to arrive, or it is to be a tunnel. */
export function refuseBytes(server: Server, connections: Connections, service: Service): void {
  const condemned = new WeakSet<Socket>();
  server.on("request", ({ socket }, response) => {
    response.once("close", () => {
      if (!connections.owes(socket) && condemned.has(socket)) socket.end();
    });
  });

  server.on("clientError", (error: ParserError, socket: Socket) => {
    // Already answered: this is the rest of what it sent.
    if (socket.writableEnded) return;
    if (!socket.writable || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    // What came before on this connection was a request, and ours would be read as its answer.
    if (connections.owes(socket)) {
      // Who leaves in the middle of a request has left: Node takes it for an error of the request alone.
      if (error.code === "HPE_INVALID_EOF_STATE") socket.end();
      else condemned.add(socket);
      return;
    }
    // Ours would be read as the answer to the next request.
    if (connections.hasAnswered(socket)) {
      hangUp(socket);
      return;
    }
    refuse(socket, toProblem(error), error);
  });

  // Node would close the connection without a word, and has let go of it.
  server.on("connect", (_, socket: Socket) => {
    socket.on("error", () => socket.destroy());
    if (connections.owes(socket)) condemned.add(socket);
    else refuse(socket, noTunnel());
  });

  function refuse(socket: Socket, problem: Problem, error?: unknown): void {
    const requestId = reported(service, problem, error);
    const { status, headers, body } = problemAnswer(problem, requestId);
    const lines = Object.entries({
      ...headers,
      "x-request-id": requestId,
      "content-length": Buffer.byteLength(body),
      connection: "close",
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
    hangUp(socket);
  }
}

const noTunnel = () =>
  new Problem("method_not_allowed", {
    detail: "CONNECT is not allowed here; GET and HEAD are.",
    headers: { allow: "GET, HEAD" },
  });

const LINGER_MS = 1_000;

/** Closing with unread bytes resets the connection and takes the answer with it: reads on, but not for long. */
function hangUp(socket: Socket): void {
  socket.end();
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
}

/** Whoever quotes the request id finds the refusal in the log. */
function reported(service: Service, problem: Problem, error: unknown): string {
  const requestId = randomUUID();
  if (events.request.listened) {
    events.request.publish({
      service,
      requestId,
      traceId: continueTrace(undefined).traceId,
      method: "unknown",
      route: "unmatched",
      status: problem.status,
      durationMs: 0,
      problem: problem.code,
      error: problem.code === "internal_error" ? error : undefined,
    });
  }
  return requestId;
}

function toProblem(error: ParserError): Problem {
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW": {
      const endOfLine = error.rawPacket?.indexOf("\r\n") ?? 0;
      return endOfLine === -1 || endOfLine > URL_BYTES_MAX
        ? new Problem("uri_too_long", { detail: `The URL is longer than ${URL_BYTES_MAX} bytes.` })
        : new Problem("headers_too_large", {
            detail: `The headers are larger than ${HEADER_BYTES_MAX} bytes.`,
          });
    }
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new Problem("request_timeout", { detail: "The request did not arrive in time." });
    default:
      return new Problem("invalid_request", { detail: "This is not HTTP." });
  }
}
