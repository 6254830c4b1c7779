import { randomUUID } from "node:crypto";
import { type CallContext, continueTrace, isBackendError, systemClock } from "@portico/core";
import { createHttpClient, type HttpAnswer, type HttpClient, type HttpClientOptions } from "@portico/http";
import { soapClient, type SoapClientOptions } from "../client.ts";
import { SoapFault } from "../fault.ts";
import { type FaultJson, faultJson } from "./messages.ts";
import type { OpenOperation } from "./open-operation.ts";

export type CallOptions = Pick<SoapClientOptions, "security" | "addressing" | "mtom"> &
  Pick<HttpClientOptions, "headers"> & {
    readonly endpoint: string;
    /** For the whole call. */
    readonly timeoutMs: number;
  };

export interface CallReport {
  readonly endpoint: string;
  /** `undefined`: nothing came back. */
  readonly status: number | undefined;
  readonly tookMs: number;
  readonly receivedBytes: number;
  readonly outcome:
    | { readonly kind: "output"; readonly output: unknown }
    | { readonly kind: "fault"; readonly fault: FaultJson }
    /** As `BackendError` tells it. */
    | { readonly kind: "failure"; readonly error: Error & { readonly code: string } };
}

// A terminal asks systems that are far away; a BFF's 500 ms would be too short.
const CONNECT_TIMEOUT_MS_MAX = 5_000;

/**
 * Sends one request and reads what comes back. Whatever the system does is a report.
 * @throws {SoapInputInvalid} when the input does not fit the contract: nothing was sent
 */
export async function callOperation(
  open: OpenOperation,
  input: unknown,
  { endpoint, timeoutMs, headers, ...options }: CallOptions,
): Promise<CallReport> {
  const http = createHttpClient({
    url: endpoint,
    ...(headers && { headers }),
    connectionsMax: 1,
    connectTimeoutMs: Math.min(timeoutMs, CONNECT_TIMEOUT_MS_MAX),
  });
  let answer: HttpAnswer | undefined;
  const listening: HttpClient = {
    ...http,
    async request(request, call) {
      answer = await http.request(request, call);
      return answer;
    },
  };
  const startMs = systemClock.now();
  const report = (outcome: CallReport["outcome"]): CallReport => ({
    endpoint,
    status: answer?.status,
    tookMs: Math.round(systemClock.now() - startMs),
    receivedBytes: answer?.body.length ?? 0,
    outcome,
  });
  try {
    const ask = methodOf(open, { url: endpoint, http: listening, ...options });
    return report({ kind: "output", output: await ask(input, callWithin(timeoutMs)) });
  } catch (error) {
    if (error instanceof SoapFault) return report({ kind: "fault", fault: faultJson(error) });
    if (isBackendError(error)) return report({ kind: "failure", error });
    throw error;
  } finally {
    await http.close();
  }
}

type Method = (input: unknown, call: CallContext) => Promise<unknown>;

function methodOf({ contract, operation }: OpenOperation, options: SoapClientOptions): Method {
  const client = soapClient({ ...contract, operations: { ask: operation } }, options);
  return client.ask;
}

/** A call on nobody's behalf that ends by itself. */
const callWithin = (timeoutMs: number): CallContext => ({
  requestId: randomUUID(),
  trace: continueTrace(undefined),
  service: { name: "portico" },
  identity: null,
  clock: systemClock,
  deadlineMs: systemClock.now() + timeoutMs,
  signal: AbortSignal.timeout(timeoutMs),
  staleAgeMsMax: 0,
  onStale: () => {},
});
