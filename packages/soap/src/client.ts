import type { CallContext } from "@portico/core";
import type { HttpClient } from "@portico/http";
import { addressMessage } from "./addressing.ts";
import { answerSecurity } from "./answer-security.ts";
import { readHttpAnswer } from "./answer.ts";
import type { AddressingVersion, AnySoapOperation, SoapClient, SoapContract } from "./contract.ts";
import { type DateRule, dateText } from "./dates.ts";
import type { DateText } from "./text-type.ts";
import { requestEnvelope } from "./request-envelope.ts";
import type { Deviation } from "./lenient-decoder.ts";
import { Attachments, MTOM_BY_POLICY, type MtomRule } from "./mtom/attachments.ts";
import { defaultXmlLimits, type XmlLimits } from "./xml/limits.ts";
import { TagMemory } from "./xml/tag-memory.ts";
import { securityHeader, type UsernameToken } from "./security.ts";

export interface SoapClientOptions {
  /** The endpoint, without `?wsdl`: where `http` sends to. WS-Addressing repeats it as `To`. */
  readonly url: string;
  readonly http: HttpClient;
  /** Proves who we are with a WS-Security UsernameToken. Default: none. */
  readonly security?: UsernameToken;
  /** Says in a WS-Security Timestamp until when a message counts, in milliseconds from when it is sent. Default: none. */
  readonly timestampTtlMs?: number;
  /** Sends WS-Addressing headers and accepts no answer that relates to another message. Default: as the WSDL says. */
  readonly addressing?: AddressingVersion | "none";
  /** How a `Date` is written where the contract wants a date or a time. Default: a `Date` is refused. */
  readonly dates?: DateRule;
  /**
   * Sends requests as MTOM, with bytes from a size on beside the envelope. Default: as the WSDL says, from 1,024 bytes
   * on where it asks for MTOM.
   */
  readonly mtom?: MtomRule | "none";
  /** What an answer may cost us. Default: `defaultXmlLimits`, each one left out here included. */
  readonly limits?: Partial<XmlLimits>;
  /**
   * Makes reading lenient: told, with the operation's name, in what an answer is not what the contract says. What is
   * missing is then `undefined`, whatever its type says. Default: strict, a deviation is `ContractBroken`.
   */
  readonly onDeviations?: (operation: string, deviations: readonly Deviation[]) => void;
}

/**
 * The operations of one service, each a method. Nothing is sent before one is called.
 * @throws {RangeError} when `dates` names no zone
 */
export function soapClient<Contract extends SoapContract>(
  contract: Contract,
  options: SoapClientOptions,
): SoapClient<Contract> {
  const tags = new TagMemory();
  const dates = options.dates && dateText(options.dates);
  const methods = Object.entries(contract.operations).map(([name, operation]) => [
    name,
    (input: unknown, call: CallContext) => ask(contract, operation, input, { ...options, tags, dates }, call),
  ]);
  // The one place where the mapped type meets the loop that makes it true.
  return Object.fromEntries(methods) as SoapClient<Contract>;
}

async function ask(
  contract: SoapContract,
  operation: AnySoapOperation,
  input: unknown,
  options: Omit<SoapClientOptions, "dates"> & {
    readonly tags: TagMemory;
    readonly dates: DateText | undefined;
  },
  call: CallContext,
): Promise<unknown> {
  const {
    url,
    http,
    security,
    timestampTtlMs,
    limits,
    dates,
    tags,
    onDeviations,
    addressing = contract.addressing ?? "none",
    mtom = contract.mtom === true ? MTOM_BY_POLICY : "none",
  } = options;
  const { action, addressingAction = action } = operation;
  const addressed = addressing === "none" ? undefined : addressMessage(addressing, addressingAction, url);
  const secured = securityHeader(security, timestampTtlMs, call.clock);
  const onSecurity = answerSecurity(call.clock);
  const attachments = mtom === "none" ? undefined : new Attachments(mtom);
  const headerXml = secured + (addressed?.headerXml ?? "");
  const envelope = requestEnvelope(contract, operation, input, headerXml, { dates, attachments });
  const headers = requestHeaders(contract, action);
  const message = attachments?.around(envelope, contract.version, action);
  const sent =
    message === undefined
      ? { headers, body: envelope }
      : { headers: { ...headers, "content-type": message.contentType }, body: message.body };
  const answer = await http.request({ method: "POST", path: "", ...sent }, call);
  return readHttpAnswer(operation, answer, {
    version: contract.version,
    limits: { ...defaultXmlLimits, ...limits },
    tags,
    onDeviations:
      onDeviations === undefined ? undefined : (deviations) => onDeviations(operation.name, deviations),
    onHeader: (from, insists) => onSecurity(from, insists) || addressed?.onHeader(from, insists) === true,
  });
}

function requestHeaders({ version }: SoapContract, action: string): Record<string, string> {
  const accept = { accept: "text/xml, application/soap+xml", "accept-encoding": "gzip" };
  return version === "1.1"
    ? { ...accept, "content-type": "text/xml; charset=utf-8", soapaction: `"${action}"` }
    : {
        ...accept,
        "content-type": `application/soap+xml; charset=utf-8${action === "" ? "" : `; action="${action}"`}`,
      };
}
