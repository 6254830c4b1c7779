import {
  type BackendError,
  BackendOverloaded,
  BackendRejected,
  BackendUnavailable,
  ContractBroken,
} from "@portico/core";
import type { HttpAnswer } from "@portico/http";
import type { AnySoapOperation } from "./contract.ts";
import { type AnswerBytes, type AnswerRules, readAnswer } from "./envelope.ts";
import { SoapFault } from "./fault.ts";
import { readContentType } from "./mtom/content-type.ts";
import { readXop, XOP_TYPE } from "./mtom/xop.ts";
import type { XmlLimits } from "./xml/limits.ts";

/**
 * The output out of whatever came back over HTTP.
 * @throws {SoapFault} on a fault, whatever the status: systems send them with 200, 400 and 500
 * @throws {BackendError} as the status says when there is no fault to read, `ContractBroken` otherwise
 */
export function readHttpAnswer<Output>(
  operation: AnySoapOperation<Output>,
  http: HttpAnswer,
  rules: AnswerRules,
): Output {
  const succeeded = http.status >= 200 && http.status < 300;
  // The acknowledgement of a message that is not answered: 202, or 200 from systems older than that rule.
  if (operation.oneWay === true && succeeded && http.body.length === 0) return undefined as Output;
  let failure: BackendError;
  try {
    const answer = readAnswer(operation, xmlOf(http, rules.limits), rules);
    if (answer.kind === "output") {
      if (succeeded) return answer.output;
      failure = broken(`An answer with status ${http.status}.`, http);
    } else {
      failure = new SoapFault(operation, answer.report);
      if (answer.report.detail !== undefined || !isGatewayStatus(http.status)) throw failure;
    }
  } catch (error) {
    if (succeeded || error instanceof SoapFault || !(error instanceof ContractBroken)) throw error;
    failure = error;
  }
  throw fromStatus(http, failure) ?? failure;
}

// Said by what stands in front of the service as often as by the service; a fault beside it adds nothing to it.
const isGatewayStatus = (status: number) => status === 429 || (status >= 502 && status <= 504);

function fromStatus({ status, headers }: HttpAnswer, cause: BackendError): BackendError | undefined {
  if (status === 429 || status === 503) {
    const retryAfterMs = retryAfter(headers["retry-after"]);
    return new BackendOverloaded(`The system takes no more calls now (HTTP ${status}).`, {
      cause,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  if (status >= 500) return new BackendUnavailable(`The system failed (HTTP ${status}).`, { cause });
  if (status >= 400)
    return new BackendRejected(`The system refused the request (HTTP ${status}).`, { cause });
  return undefined;
}

const RETRY_AFTER_SECONDS_MAX = 3_600;

/** The form in seconds; the one with a date depends on two clocks and is ignored. */
const retryAfter = (value: string | undefined): number | undefined =>
  value !== undefined && /^[0-9]{1,9}$/.test(value)
    ? Math.min(Number(value), RETRY_AFTER_SECONDS_MAX) * 1_000
    : undefined;

const XML_TYPES = new Set(["text/xml", "application/soap+xml", "application/xml"]);

/** The envelope, if HTTP says it is XML at all; what MTOM put beside it is back in it. */
export function xmlOf(http: HttpAnswer, limits: XmlLimits): AnswerBytes {
  if (http.body.length === 0) throw broken("An empty answer.", http);
  const { mediaType, parameters } = readContentType(http.headers["content-type"] ?? "");
  if (mediaType === "multipart/related") {
    if (parameters.get("type")?.toLowerCase() !== XOP_TYPE)
      throw broken("An answer with attachments that are not MTOM, which we do not read.", http);
    return { body: readXop(http.body, parameters, limits), charset: "utf-8" };
  }
  if (!XML_TYPES.has(mediaType)) throw broken("An answer that is not XML.", http);
  return { body: http.body, charset: parameters.get("charset") };
}

const EXCERPT_BYTES_MAX = 300;

function broken(what: string, http: HttpAnswer) {
  const excerpt = Buffer.from(http.body.subarray(0, EXCERPT_BYTES_MAX)).toString("latin1");
  const contentType = (http.headers["content-type"] ?? "no content type").slice(0, EXCERPT_BYTES_MAX);
  return new ContractBroken(what, {
    cause: new Error(`HTTP ${http.status}, ${contentType}: ${excerpt}`),
  });
}
