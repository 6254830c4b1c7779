import type { AnySoapOperation } from "../contract.ts";
import { type AnswerRules, readAnswer } from "../envelope.ts";
import { requestEnvelope } from "../request-envelope.ts";
import type { FaultReport } from "../fault.ts";
import { defaultXmlLimits } from "../xml/limits.ts";
import type { OpenOperation } from "./open-operation.ts";
import { type Received, receivedEnvelope } from "./received.ts";

/**
 * The envelope a call with this input sends, without the security and addressing headers that differ each time.
 * @throws {SoapInputInvalid} when the input does not fit the contract
 */
export const encodeRequest = ({ contract, operation }: OpenOperation, input: unknown): string =>
  requestEnvelope(contract, operation, input, "").toString();

/** A fault as JSON, beside what an operation answers otherwise. */
export interface FaultJson {
  readonly $fault: Omit<FaultReport<{ readonly name: string; readonly value: unknown }>, "detail"> & {
    readonly detail?: { readonly name: string; readonly value: unknown };
  };
}

export interface DecodeRules {
  readonly message: "request" | "response";
  /** Makes reading lenient. Default: strict. */
  readonly onDeviations?: AnswerRules["onDeviations"];
}

/**
 * What an envelope holds: the input of a request, the output of an answer, or a fault.
 * @throws {ContractBroken} with a path, when it is no such message of this operation
 */
export function decodeEnvelope(
  { contract, operation }: OpenOperation,
  received: Received,
  { message, onDeviations }: DecodeRules,
): unknown {
  const read = message === "request" ? asked(operation) : operation;
  const answer = readAnswer(read, receivedEnvelope(received), {
    version: contract.version,
    onDeviations,
    limits: defaultXmlLimits,
    // Security, addressing and whatever else: this reads a message, it does not act on it.
    onHeader(from) {
      from.skip();
      return true;
    },
  });
  return answer.kind === "output" ? answer.output : faultJson(answer.report);
}

export function faultJson({
  faultCode,
  subcodes,
  reason,
  detail,
}: FaultReport<{ name: string; value: unknown }>): FaultJson {
  return { $fault: { faultCode, subcodes, reason, ...(detail === undefined ? {} : { detail }) } };
}

/** The operation that is answered with what this one is asked with. */
function asked(operation: AnySoapOperation): AnySoapOperation {
  const { receivedHeaders: _received, sentHeaders, ...rest } = operation;
  return {
    ...rest,
    output: operation.input,
    faults: [],
    ...(sentHeaders === undefined ? {} : { receivedHeaders: sentHeaders }),
  };
}
