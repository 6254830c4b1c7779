import { abortReason, type CallContext, ContractBroken, toTraceparent } from "@portico/core";
import type { Pool } from "undici";
import { BodyBuffer } from "./body-buffer.ts";
import { toRejection } from "./errors.ts";
import type { HttpAnswer, HttpRequest } from "./message.ts";

/** One request and its whole answer, read straight off the parser: a stream per answer costs a third of the call. */
export function exchange(
  pool: Pool,
  target: string,
  request: HttpRequest,
  call: CallContext,
  bodyBytesMax: number,
): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const { signal } = call;
  if (signal.aborted) return Promise.reject(abortReason(signal));

  let abortExchange: ((reason: Error) => void) | undefined;
  let failure: Error | undefined;
  const fail = (error: Error) => {
    if (failure !== undefined) return;
    failure = error;
    signal.removeEventListener("abort", onAbort);
    abortExchange?.(error);
    reject(error);
  };
  const onAbort = () => fail(abortReason(signal));
  signal.addEventListener("abort", onAbort, { once: true });

  let status = 0;
  let headers: Record<string, string> = {};
  const body = new BodyBuffer();

  pool.dispatch(
    {
      method: request.method,
      path: target,
      headers: {
        ...request.headers,
        traceparent: toTraceparent(call.trace),
        "x-request-id": call.requestId,
      },
      body: request.body ?? null,
    },
    {
      onRequestStart(controller) {
        // Its caller left while it waited for a socket. Thrown, not aborted: that would cost the socket too.
        if (failure !== undefined) throw failure;
        abortExchange = (reason) => controller.abort(reason);
      },
      onResponseStart(_controller, statusCode, rawHeaders) {
        // Called for each interim answer too (103 Early Hints); the final one comes last.
        status = statusCode;
        headers = flatten(rawHeaders);
        if (Number(headers["content-length"]) > bodyBytesMax) fail(tooLarge(bodyBytesMax));
      },
      onResponseData(_controller, chunk) {
        if (body.length + chunk.length > bodyBytesMax) fail(tooLarge(bodyBytesMax));
        else body.append(chunk);
      },
      onResponseEnd() {
        signal.removeEventListener("abort", onAbort);
        resolve({ status, headers, body: body.take() });
      },
      onResponseError(_controller, error) {
        fail(toRejection(error));
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
