import type { CallContext } from "@portico/core";
import type { HttpClient } from "@portico/http";
import { addressMessage } from "./addressing.ts";
import { readHttpAnswer } from "./answer.ts";
import type { DeclaredFault, SoapClient, SoapContract, SoapOperation } from "./contract.ts";
import { requestEnvelope } from "./envelope.ts";
import { defaultXmlLimits, type XmlLimits } from "./xml/limits.ts";
import { type UsernameToken, usernameTokenHeader } from "./security.ts";

export interface SoapClientOptions {
  /** The endpoint, without `?wsdl`: where `http` sends to. WS-Addressing repeats it as `To`. */
  readonly url: string;
  readonly http: HttpClient;
  /** Proves who we are with a WS-Security UsernameToken digest. Default: no security header. */
  readonly security?: UsernameToken;
  /** Sends WS-Addressing 1.0 headers and accepts no answer that relates to another message. Default: none. */
  readonly addressing?: "1.0";
  /** What an answer may cost us. Default: `defaultXmlLimits`, each one left out here included. */
  readonly limits?: Partial<XmlLimits>;
}

/** The operations of one service, each a method. Nothing is sent before one is called. */
export function soapClient<Contract extends SoapContract>(
  contract: Contract,
  options: SoapClientOptions,
): SoapClient<Contract> {
  const methods = Object.entries(contract.operations).map(([name, operation]) => [
    name,
    (input: unknown, call: CallContext) => ask(contract, operation, input, options, call),
  ]);
  // The one place where the mapped type meets the loop that makes it true.
  return Object.fromEntries(methods) as SoapClient<Contract>;
}

async function ask<Input, Output>(
  contract: SoapContract,
  operation: SoapOperation<Input, Output, DeclaredFault>,
  input: Input,
  options: SoapClientOptions,
  call: CallContext,
): Promise<Output> {
  const { url, http, security, addressing, limits } = options;
  const addressed = addressing === undefined ? undefined : addressMessage(operation.action, url);
  const secured = security === undefined ? "" : usernameTokenHeader(security, call.clock);
  const envelope = requestEnvelope(contract, operation, input, secured + (addressed?.headerXml ?? ""));
  const answer = await http.request(
    { method: "POST", path: "", headers: requestHeaders(contract, operation.action), body: envelope },
    call,
  );
  return readHttpAnswer(operation, answer, {
    version: contract.version,
    limits: { ...defaultXmlLimits, ...limits },
    onHeader: addressed?.onHeader ?? (() => false),
  });
}

function requestHeaders({ version }: SoapContract, action: string): Record<string, string> {
  const accept = { accept: "text/xml, application/soap+xml", "accept-encoding": "gzip" };
  return version === "1.1"
    ? { ...accept, "content-type": "text/xml; charset=utf-8", soapaction: `"${action}"` }
    : { ...accept, "content-type": `application/soap+xml; charset=utf-8; action="${action}"` };
}
