import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ServeOptions {
  readonly host?: string;
  /** 0: any free one. */
  readonly port?: number;
  /** Largest request body, in bytes; more is answered with 413. */
  readonly bodyBytesMax?: number;
}

export interface FetchServer {
  /** `http://127.0.0.1:4100`, without a slash at the end. */
  readonly origin: string;
  readonly port: number;
  /** Stops listening and closes every connection, also where an answer is still awaited. */
  close(): Promise<void>;
}

/**
 * Puts a fetch handler on a real port. `Response.error()` resets the connection before any byte; a body stream that
 * errs resets it after the bytes sent so far. A handler that rejects is answered with 500 and the reason.
 * @throws the listen error, e.g. `EADDRINUSE`
 */
export async function serveFetch(
  handler: (request: Request) => Promise<Response>,
  { host = "127.0.0.1", port = 0, bodyBytesMax = 1_048_576 }: ServeOptions = {},
): Promise<FetchServer> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 20_000 }, (incoming, outgoing) => {
    serve(handler, bodyBytesMax, incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) incoming.socket.resetAndDestroy();
      else
        outgoing
          .writeHead(500, { "content-type": "text/plain" })
          .end(`Defect in the handler: ${String(error)}\n`);
    });
  });
  server.listen(port, host);
  await once(server, "listening");
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}`,
    port: boundPort,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  handler: (request: Request) => Promise<Response>,
  bodyBytesMax: number,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming, bodyBytesMax);
  if (body === undefined) {
    outgoing
      .writeHead(413, { "content-type": "text/plain", connection: "close" })
      .end("Request Entity Too Large\n");
    incoming.resume();
    return;
  }
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort(new DOMException("The client went away", "AbortError"));
  });
  const request = toRequest(incoming, body, gone.signal);
  if (request === undefined) {
    outgoing.writeHead(400, { "content-type": "text/plain" }).end("Bad Request\n");
    return;
  }
  const response = await handler(request);
  if (response.type === "error") {
    incoming.socket.resetAndDestroy();
    return;
  }
  outgoing.writeHead(response.status, [...response.headers].flat());
  for await (const chunk of response.body ?? []) await write(outgoing, chunk);
  outgoing.end();
}

async function readBody(
  incoming: IncomingMessage,
  bytesMax: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function toRequest(
  incoming: IncomingMessage,
  body: Buffer<ArrayBuffer>,
  signal: AbortSignal,
): Request | undefined {
  const { method = "GET", headers, rawHeaders, url = "/" } = incoming;
  const init: RequestInit = { method, signal, headers: pairs(rawHeaders) };
  if (method !== "GET" && method !== "HEAD") init.body = body;
  try {
    return new Request(`http://${headers.host ?? "localhost"}${url}`, init);
  } catch {
    return undefined; // a method, host or target that HTTP allows on the wire and fetch does not
  }
}

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : []));

// Waiting for the callback hands the bytes to the kernel, so that a reset comes after them and not instead of them.
const write = (outgoing: ServerResponse, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    outgoing.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
