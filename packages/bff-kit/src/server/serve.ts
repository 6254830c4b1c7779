import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { Bindings } from "../edge/edge.ts";
import type { Gate } from "../edge/screen-gate.ts";
import { HEADER_BYTES_MAX, URL_BYTES_MAX } from "../edge/request-limits.ts";
import { answers } from "./answers.ts";
import { Connections } from "./connections.ts";
import { refuseBytes, refuseRequest } from "./refuse.ts";

export interface ServeOptions {
  /** Who refuses, in the log, what never reaches the app. */
  readonly service: { readonly name: string };
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Asked before the app is. Absent: everybody is let in. */
  readonly gate?: Gate;
  /** How long headers and a whole request may take to arrive; looked at ten times in that time. */
  readonly arrival?: { readonly headersMsMax: number; readonly requestMsMax: number };
}

const ARRIVAL = { headersMsMax: 10_000, requestMsMax: 20_000 };

export interface RunningServer {
  readonly url: string;
  /** From now on each answer closes its connection, so that no client asks again on one that is about to go. */
  readonly leave: () => void;
  /** Leaves, takes nobody new, and ends once no request is in flight, or after `inFlightMsMax`, whichever comes first. */
  readonly drain: (inFlightMsMax: number) => Promise<void>;
}

/** A connection on which nothing moves; Node waits twice as long while bytes are unsent. Well above any screen. */
const STALLED_MS_MAX = 30_000;

/**
 * Serves the app over HTTP/1.1 with the bounds of an edge: how long headers and a request may take to arrive, how big
 * they may be.
 * @throws {NodeJS.ErrnoException} `EADDRINUSE` when the port is taken
 */
export async function serve(
  app: Hono<Bindings>,
  { service, host, port, gate, arrival = ARRIVAL }: ServeOptions,
): Promise<RunningServer> {
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    // Stands in where HTTP/1.0 names none; nothing is made of it.
    hostname: "localhost",
    errorHandler: refuseRequest(service),
  });
  let isLeaving = false;
  const leave = () => void (isLeaving = true);
  const server = createServer(
    {
      ServerResponse: answers(() => isLeaving),
      // Room for what our own limits then refuse in words: Node's own refusal says nothing.
      maxHeaderSize: 2 * (URL_BYTES_MAX + HEADER_BYTES_MAX),
      headersTimeout: arrival.headersMsMax,
      requestTimeout: arrival.requestMsMax,
      connectionsCheckingInterval: arrival.headersMsMax / 10,
      keepAliveTimeout: 65_000,
      // The edge refuses a missing host itself.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      // It never rejects: it answers 500 itself.
      const enter = () => void listener(incoming, outgoing);
      if (gate === undefined) enter();
      else gate.request(incoming, outgoing, enter);
    },
  );
  // Ours allow fewer; 0 only keeps Node from dropping the rest without a word.
  server.maxHeadersCount = 0;
  // A reader that stops reading would hold its connection, and what is not sent yet, for as long as it likes.
  server.timeout = STALLED_MS_MAX;
  // An expectation we do not know is none we must meet. Source: RFC 9110, 10.1.1.
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  if (gate !== undefined) server.on("connection", () => gate.accepted());
  const connections = new Connections(server);
  refuseBytes(server, connections, service);
  await listening(server, host, port);
  const { address, family, port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`,
    leave,
    drain: (inFlightMsMax) => {
      leave();
      return drain(server, connections, inFlightMsMax);
    },
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

/** So long a connection that has asked for nothing may still do so, and twice as long at most. */
const SILENT_MS = 250;

/** `close()` alone waits for sockets that become idle after it was called, for as long as clients keep them. */
function drain(server: Server, connections: Connections, inFlightMsMax: number): Promise<void> {
  return new Promise((resolve) => {
    const closeIdle = setInterval(() => connections.closeIdle(), 50);
    const closeSilent = setInterval(() => connections.closeSilent(), SILENT_MS);
    const giveUp = setTimeout(() => server.closeAllConnections(), inFlightMsMax);
    // What has arrived is read first: a connection that looks idle may hold a request nobody has seen yet.
    setImmediate(() => {
      server.close(() => {
        clearInterval(closeIdle);
        clearInterval(closeSilent);
        clearTimeout(giveUp);
        resolve();
      });
    });
  });
}
