import {
  type AnyBackendError,
  type CallContext,
  CallCancelled,
  ContractBroken,
  toTraceparent,
} from "@portico/core";
import { Pool } from "undici";
import { decodeContent } from "./content-encoding.ts";
import { toBackendError } from "./errors.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Path and query, appended to the client's base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, content-decoded, at most `bodyBytesMax` long. */
  readonly body: Uint8Array;
}

/** Talks to one legacy system. Rejects with a `BackendError`, nothing else; any status is an answer. */
export interface HttpClient {
  request(request: HttpRequest, call: CallContext): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Base URL: scheme, host, port and the path all requests share. */
  readonly url: string;
  /** Sockets at most. Requests beyond that wait; their deadline bounds the wait. Default 64. */
  readonly connectionsMax?: number;
  /** How long a TCP and TLS handshake may take. Default 500. */
  readonly connectTimeoutMs?: number;
  /** Largest answer we take, after decompression. Default 10 MiB. */
  readonly bodyBytesMax?: number;
}

// A backstop only: undici's timers are coarse to a second. What bounds a call is its signal.
const SILENCE_TIMEOUT_MS = 30_000;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { url, connectionsMax = 64, connectTimeoutMs = 500, bodyBytesMax = 10 * 1024 * 1024 } = options;
  const base = new URL(url);
  const basePath = base.pathname === "/" ? "" : base.pathname.replace(/\/$/, "");
  const pool = new Pool(base.origin, {
    connections: connectionsMax,
    connect: { timeout: connectTimeoutMs },
    headersTimeout: SILENCE_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
  });

  return {
    async request(request, call) {
      const answer = await exchange(pool, basePath, request, call, bodyBytesMax);
      const encoding = answer.headers["content-encoding"];
      return encoding === undefined || encoding === "identity"
        ? answer
        : { ...answer, body: await decodeContent(encoding, answer.body, bodyBytesMax) };
    },
    // Not `close()`, which waits for a hung backend: whoever closes us has already waited for what it wanted.
    close: () => pool.destroy(),
  };
}

/** One request and its whole answer, read straight off the parser: a stream per answer costs a third of the call. */
function exchange(
  pool: Pool,
  basePath: string,
  request: HttpRequest,
  call: CallContext,
  bodyBytesMax: number,
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const { signal } = call;
  if (signal.aborted) return Promise.reject(toBackendError(signal.reason));

  let abortExchange: ((reason: Error) => void) | undefined;
  let failure: AnyBackendError | undefined;
  const fail = (error: AnyBackendError) => {
    failure ??= error;
    signal.removeEventListener("abort", onAbort);
    abortExchange?.(failure);
    reject(failure);
  };
  const onAbort = () => fail(toBackendError(signal.reason ?? new CallCancelled("The call was cancelled.")));
  signal.addEventListener("abort", onAbort, { once: true });

  let status = 0;
  let headers: Record<string, string> = {};
  let received = 0;
  const chunks: Uint8Array[] = [];

  pool.dispatch(
    {
      method: request.method,
      path: basePath + request.path || "/",
      headers: {
        ...request.headers,
        traceparent: toTraceparent(call.trace),
        "x-request-id": call.requestId,
      },
      body: request.body ?? null,
    },
    {
      onRequestStart(controller) {
        // A request that was queued when its caller left is never sent.
        if (failure === undefined) abortExchange = (reason) => controller.abort(reason);
        else controller.abort(failure);
      },
      onResponseStart(_controller, statusCode, rawHeaders) {
        if (statusCode < 200) return;
        status = statusCode;
        headers = flatten(rawHeaders);
        if (Number(headers["content-length"]) > bodyBytesMax) fail(tooLarge(bodyBytesMax));
      },
      onResponseData(_controller, chunk) {
        received += chunk.length;
        if (received > bodyBytesMax) fail(tooLarge(bodyBytesMax));
        else chunks.push(chunk);
      },
      onResponseEnd() {
        signal.removeEventListener("abort", onAbort);
        const [only] = chunks;
        resolve({
          status,
          headers,
          body: chunks.length === 1 && only ? only : Buffer.concat(chunks, received),
        });
      },
      onResponseError(_controller, error) {
        fail(toBackendError(error));
      },
    },
  );
  return promise;
}

const tooLarge = (bytesMax: number) => new ContractBroken(`The answer is larger than ${bytesMax} bytes.`);

function flatten(raw: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in raw) {
    const value = raw[name];
    if (value !== undefined) flat[name.toLowerCase()] = typeof value === "string" ? value : value.join(", ");
  }
  return flat;
}
