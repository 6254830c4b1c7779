import { validateHeaderName, validateHeaderValue } from "node:http";
import { type CallContext, systemClock } from "@portico/core";
import { decodeContent } from "./content-encoding.ts";
import { exchange } from "./exchange.ts";
import type { HttpAnswer, HttpRequest } from "./message.ts";
import { addressBook } from "./names/address-book.ts";
import { lookupIn } from "./names/lookup.ts";
import { systemNames } from "./names/name-source.ts";
import { secureContextOf, type TlsOptions } from "./tls.ts";
import { Pool } from "./undici-pool.ts";

/** Talks to one legacy system over HTTP/1.1; any status is an answer. */
export interface HttpClient {
  /**
   * Rejects with a `BackendError`, and with nothing else where the system or the caller is the reason.
   * @throws {TypeError} when the request is none: a path or header that cannot be written as HTTP is a bug of ours
   */
  request(request: HttpRequest, call: CallContext): Promise<HttpAnswer>;
  /** Ends every call under way. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** Base URL: scheme, host, port and the path all requests share. */
  readonly url: string;
  /** Sent with every request, beside its own: how a gateway or the system's web server knows us. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: the authorities Node knows, and no certificate of ours. */
  readonly tls?: TlsOptions;
  /** Sockets at most. Requests beyond that wait; their deadline bounds the wait. Default 64. */
  readonly connectionsMax?: number;
  /** How long finding the address, and the TCP and TLS handshakes may take together. Default 500. */
  readonly connectTimeoutMs?: number;
  /** Largest answer we take, before and after decompression. Default 10 MiB. */
  readonly bodyBytesMax?: number;
}

// A backstop only: undici's timers are coarse to a second. What bounds a call is its signal.
const SILENCE_TIMEOUT_MS = 30_000;

/** @throws {TypeError} when the headers cannot be written as HTTP, or the TLS settings cannot be used or serve nothing */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const {
    url,
    headers,
    tls,
    connectionsMax = 64,
    connectTimeoutMs = 500,
    bodyBytesMax = 10 * 1024 * 1024,
  } = options;
  const base = new URL(url);
  if (tls !== undefined && base.protocol !== "https:")
    throw new TypeError("tls: the system's URL is not https.");
  const secureContext = tls && secureContextOf(tls);
  const ours = headers && checkedHeaders(headers);
  const basePath = base.pathname.replace(/\/$/, "");
  const names = systemNames();
  const pool = new Pool(base.origin, {
    connections: connectionsMax,
    connect: {
      timeout: connectTimeoutMs,
      lookup: lookupIn(addressBook(names, systemClock)),
      ...(secureContext && { secureContext }),
    },
    headersTimeout: SILENCE_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
    // Over TLS it would take HTTP/2 where offered: one socket for all calls, and other errors than those we know.
    allowH2: false,
  });

  return {
    async request(asked, call) {
      const request =
        ours === undefined ? asked : { ...asked, headers: { ...ours, ...inLowerCase(asked.headers ?? {}) } };
      const target = request.path === "" ? base.pathname + base.search : basePath + request.path;
      const answer = await exchange(pool, target, request, call, bodyBytesMax);
      const encoding = answer.headers["content-encoding"];
      if (encoding === undefined) return answer;
      return { ...answer, body: await decodeContent(encoding, answer.body, bodyBytesMax) };
    },
    // Not `close()`, which waits for a hung backend: whoever closes us has already waited for what it wanted.
    async close() {
      names.close();
      await pool.destroy();
    },
  };
}

type HeaderValues = Readonly<Record<string, string>>;

/** Of one message or one connection, not of all: with these undici would refuse every request. */
const NOT_FOR_ALL = new Set(["content-length", "expect", "keep-alive", "transfer-encoding", "upgrade"]);

function checkedHeaders(headers: HeaderValues): HeaderValues {
  for (const [name, value] of Object.entries(headers)) {
    if (NOT_FOR_ALL.has(name.toLowerCase())) {
      throw new TypeError(`headers: ${JSON.stringify(name)} is none that every request can have.`);
    }
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      throw new TypeError(`headers: ${JSON.stringify(name)} or its value cannot be written as HTTP.`);
    }
  }
  return inLowerCase(headers);
}

/** One of a request takes the place of ours, however either is written. */
const inLowerCase = (headers: HeaderValues): HeaderValues =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
