import { ContractBroken } from "@portico/core";
import type { DeclaredFault, SoapContract, SoapOperation, SoapVersion } from "./contract.ts";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { ENVELOPE_11, ENVELOPE_12, type FaultReport, readFault } from "./fault.ts";
import { type Namespace, XSI } from "./namespace.ts";
import { toUtf8 } from "./xml/charset.ts";
import type { XmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";

const envelopeNamespace = (version: SoapVersion): Namespace => ({
  uri: version === "1.1" ? ENVELOPE_11 : ENVELOPE_12,
  prefix: "soap",
});

/**
 * The whole request. `headerXml` is what its header holds, well-formed, its own namespaces declared, `soap` in force.
 * @throws {SoapInputInvalid} when `input` does not fit the contract
 */
export function requestEnvelope<Input>(
  contract: SoapContract,
  operation: SoapOperation<Input, unknown, DeclaredFault>,
  input: Input,
  headerXml: string,
): string {
  const { namespace, local, codec } = operation.input;
  const body = new Encoder();
  body.one(namespace, local, input, codec);
  const declarations = contract.namespaces.map(({ uri, prefix }) => ` xmlns:${prefix}="${uri}"`).join("");
  const header = headerXml === "" ? "" : `<soap:Header>${headerXml}</soap:Header>`;
  return (
    `<?xml version="1.0" encoding="utf-8"?>` +
    `<soap:Envelope xmlns:soap="${envelopeNamespace(contract.version).uri}" xmlns:xsi="${XSI}"${declarations}>` +
    `${header}<soap:Body>${body.xml}</soap:Body></soap:Envelope>`
  );
}

/** An answer as it came: bytes, and what HTTP said about their charset. */
export interface AnswerBytes {
  readonly body: Uint8Array;
  readonly charset: string | undefined;
}

export type SoapAnswer<Output, Fault extends DeclaredFault> =
  | { readonly kind: "output"; readonly output: Output }
  | { readonly kind: "fault"; readonly report: FaultReport<Fault> };

/** Looks at one block of the header; `false`: it is none of ours and may be skipped, unless the system insists. */
export type HeaderListener = (from: Decoder) => boolean;

/** What an answer is read with, whichever operation it answers. */
export interface AnswerRules {
  readonly version: SoapVersion;
  readonly limits: XmlLimits;
  readonly onHeader: HeaderListener;
}

/** @throws {ContractBroken} when it is anything but an answer to this operation */
export function readAnswer<Output, Fault extends DeclaredFault>(
  operation: SoapOperation<unknown, Output, Fault>,
  answer: AnswerBytes,
  { version, limits, onHeader }: AnswerRules,
): SoapAnswer<Output, Fault> {
  let from: Decoder | undefined;
  try {
    from = new Decoder(new XmlReader(toUtf8(answer.body, answer.charset), limits));
    return readEnvelope(from, envelopeNamespace(version), operation, onHeader);
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw from === undefined
      ? new ContractBroken(`Not XML we accept: ${error.message}.`, { cause: error })
      : from.broken(`Not XML we accept: ${error.message}`, undefined, `it at byte ${error.offset}`);
  }
}

function readEnvelope<Output, Fault extends DeclaredFault>(
  from: Decoder,
  soap: Namespace,
  operation: SoapOperation<unknown, Output, Fault>,
  onHeader: HeaderListener,
): SoapAnswer<Output, Fault> {
  from.next();
  return enter(from, soap, "Envelope", () => {
    if (from.sees(soap, "Header")) enter(from, soap, "Header", () => readHeader(from, soap, onHeader));
    return enter(from, soap, "Body", () => readBody(from, soap, operation));
  });
}

/** Goes into an element of the envelope, whose attributes are none of ours, and out again. */
function enter<T>(from: Decoder, soap: Namespace, local: string, work: () => T): T {
  if (!from.sees(soap, local)) from.missing(local);
  return from.within(local, () => {
    from.next();
    const result = work();
    from.close();
    return result;
  });
}

function readHeader(from: Decoder, soap: Namespace, onHeader: HeaderListener): void {
  while (from.reader.tag === "start") {
    const insists = /^\s*(1|true)\s*$/.test(from.rawAttribute(soap.uri, "mustUnderstand") ?? "");
    if (onHeader(from)) continue;
    if (insists) throw from.broken("A header we do not know and must understand");
    from.skip();
  }
}

function readBody<Output, Fault extends DeclaredFault>(
  from: Decoder,
  soap: Namespace,
  operation: SoapOperation<unknown, Output, Fault>,
): SoapAnswer<Output, Fault> {
  const { namespace, local, codec } = operation.output;
  if (from.sees(soap, "Fault")) {
    return { kind: "fault", report: from.within("Fault", () => readFault(from, operation)) };
  }
  return { kind: "output", output: from.one(namespace, local, codec) };
}
