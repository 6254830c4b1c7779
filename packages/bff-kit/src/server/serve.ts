import { createServer, type Server, STATUS_CODES } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { Bindings } from "../edge/edge.ts";
import { Problem, problemBody } from "../edge/problem.ts";
import { HEADER_BYTES_MAX, URL_BYTES_MAX } from "../edge/request-limits.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  /** Ends once no request is in flight, or after `inFlightMsMax`, whichever comes first. */
  readonly drain: (inFlightMsMax: number) => Promise<void>;
}

/**
 * Serves the app over HTTP/1.1 with the bounds of an edge: how long headers and a request may take to arrive, how big
 * they may be.
 * @throws {NodeJS.ErrnoException} `EADDRINUSE` when the port is taken
 */
export async function serve(app: Hono<Bindings>, { host, port }: ServeOptions): Promise<RunningServer> {
  const server = createServer(
    {
      // Room for what our own limits then refuse in words: Node's own refusal says nothing.
      maxHeaderSize: 2 * (URL_BYTES_MAX + HEADER_BYTES_MAX),
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 65_000,
    },
    // eslint-disable-next-line typescript/no-misused-promises -- the listener never rejects: it answers 500 itself
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  );
  server.maxHeadersCount = 0;
  server.on("clientError", refuse);
  await listening(server, host, port);
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`,
    drain: (inFlightMsMax) => drain(server, inFlightMsMax),
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** `close()` alone waits for sockets that become idle after it was called, for as long as clients keep them. */
function drain(server: Server, inFlightMsMax: number): Promise<void> {
  return new Promise((resolve) => {
    const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
    const giveUp = setTimeout(() => server.closeAllConnections(), inFlightMsMax);
    server.close(() => {
      clearInterval(closeIdle);
      clearTimeout(giveUp);
      resolve();
    });
    server.closeIdleConnections();
  });
}

const LINGER_MS = 1_000;

/** Answers what never became a request: the parser gave up on it. */
function refuse(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket): void {
  // Already answered: this is the rest of what it sent.
  if (socket.writableEnded) return;
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const problem = toProblem(error);
  const body = JSON.stringify(problemBody(problem, "none"));
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nconnection: close\r\n` +
      `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  // Closing with unread bytes resets the connection and takes the answer with it: read on, but not for long.
  socket.resume();
  const hangUp = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(hangUp));
}

function toProblem(error: NodeJS.ErrnoException & { rawPacket?: Buffer }): Problem {
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
