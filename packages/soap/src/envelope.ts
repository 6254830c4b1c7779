import { ContractBroken } from "@portico/core";
import type { AnySoapOperation, DeclaredFault } from "./contract.ts";
import { DeclaredHeaders, type HeaderListener } from "./declared-headers.ts";
import { Decoder } from "./decoder.ts";
import { detour } from "./detour.ts";
import { untangle } from "./encoded/untangle.ts";
import { FastDecoder } from "./fast-decoder.ts";
import { type FaultReport, readFault } from "./fault.ts";
import { type Deviation, LenientDecoder } from "./lenient-decoder.ts";
import { ENVELOPE_11, envelopeNamespace, type Namespace, type SoapVersion } from "./namespace.ts";
import { SearchingDecoder } from "./searching-decoder.ts";
import { toUtf8 } from "./xml/charset.ts";
import type { XmlLimits } from "./xml/limits.ts";
import { XmlReader } from "./xml/reader.ts";
import { XmlRefused } from "./xml/refused.ts";
import type { TagMemory } from "./xml/tag-memory.ts";

/** An answer as it came: bytes, and what HTTP said about their charset. */
export interface AnswerBytes {
  readonly body: Uint8Array;
  readonly charset: string | undefined;
}

export type SoapAnswer<Output, Fault extends DeclaredFault> =
  | { readonly kind: "output"; readonly output: Output }
  | { readonly kind: "fault"; readonly report: FaultReport<Fault> };

/** What an answer is read with, whichever operation it answers. */
export interface AnswerRules {
  readonly version: SoapVersion;
  readonly limits: XmlLimits;
  readonly onHeader: HeaderListener;
  /** How this system spells its tags, learned from answers before, all of them read with these limits. Default: nothing. */
  readonly tags?: TagMemory;
  /**
   * Reads on past what is not as the contract says, and hands over a list of it; not called when there is nothing to
   * say. What is missing is then `undefined` whatever its type says. Default: any deviation breaks the contract.
   */
  readonly onDeviations?: ((deviations: readonly Deviation[]) => void) | undefined;
}

/**
 * Where the operation declares headers, the output is a `SoapMessage`.
 * @throws {ContractBroken} when it is anything but an answer to this operation
 */
export function readAnswer<Output, Fault extends DeclaredFault>(
  operation: AnySoapOperation<Output, Fault>,
  answer: AnswerBytes,
  { version, limits, onHeader, tags, onDeviations }: AnswerRules,
): SoapAnswer<Output, Fault> {
  let from: Decoder | undefined;
  try {
    const received = toUtf8(answer.body, answer.charset);
    const bytes = operation.encoded === true ? untangle(received, limits) : received;
    const reader = new XmlReader(bytes, limits, tags);
    const lenient = onDeviations === undefined ? undefined : new LenientDecoder(reader, operation.encoded);
    from = lenient ?? strictDecoder(operation, reader);
    const read = readEnvelope(from, version, operation, onHeader);
    if (lenient !== undefined && lenient.deviations.length > 0) onDeviations?.(lenient.deviations);
    return read;
  } catch (error) {
    if (!(error instanceof XmlRefused)) throw error;
    throw from === undefined
      ? new ContractBroken(`Not XML we accept: ${error.message}.`, { cause: error })
      : from.broken(`Not XML we accept: ${error.message}`, undefined, `it at byte ${error.offset}`);
  }
}

/** The order of a struct's members says nothing in SOAP encoding; all else an encoded message must keep to as well. */
const strictDecoder = ({ encoded }: AnySoapOperation, reader: XmlReader): Decoder =>
  encoded === true
    ? new SearchingDecoder(reader, encoded)
    : new Decoder(reader, encoded, new FastDecoder(reader, detour));

function readEnvelope<Output, Fault extends DeclaredFault>(
  from: Decoder,
  version: SoapVersion,
  operation: AnySoapOperation<Output, Fault>,
  onHeader: HeaderListener,
): SoapAnswer<Output, Fault> {
  const header = new DeclaredHeaders(operation, onHeader);
  from.next();
  // A system that knows the other version only says so in the other version.
  const other = envelopeNamespace(version === "1.1" ? "1.2" : "1.1");
  const isOther = from.sees(other, "Envelope");
  const soap = isOther ? other : envelopeNamespace(version);
  return enter(from, soap, "Envelope", () => {
    if (from.sees(soap, "Header")) enter(from, soap, "Header", () => readHeader(from, soap, header.listener));
    return enter(from, soap, "Body", () => {
      if (from.sees(soap, "Fault")) {
        const report = from.within("Fault", () => readFault(from, operation));
        return { kind: "fault", report: { ...report, detail: report.detail ?? header.fault } };
      }
      if (isOther) throw from.broken("An answer in another version of SOAP");
      return { kind: "output", output: header.message(readOutput(from, operation)) };
    });
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
    const insists =
      /^\s*(1|true)\s*$/.test(from.rawAttribute(soap.uri, "mustUnderstand") ?? "") &&
      isMeantForUs(from, soap);
    if (onHeader(from, insists)) continue;
    if (insists) throw from.broken("A header we do not know and must understand");
    from.skip();
  }
}

/** A header may be for somebody on the way. Source: SOAP 1.1 §4.2.2, SOAP 1.2 part 1 §2.2. */
function isMeantForUs(from: Decoder, soap: Namespace): boolean {
  const role = from.rawAttribute(soap.uri, soap.uri === ENVELOPE_11 ? "actor" : "role")?.trim() ?? "";
  return role === "" || /\/(next|ultimateReceiver)$/.test(role);
}

function readOutput(from: Decoder, { output }: AnySoapOperation): unknown {
  if (output === undefined) return undefined;
  const read = () => from.one(output.namespace, output.local, output.codec);
  return from instanceof LenientDecoder && from.sees(output.namespace, output.local)
    ? from.tolerating(read)
    : read();
}
