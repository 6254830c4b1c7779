import { BackendRejected } from "@portico/core";
import type { AnySoapOperation, DeclaredFault, FaultElement, SoapOperation } from "./contract.ts";
import type { Decoder } from "./decoder.ts";
import { ENVELOPE_11, ENVELOPE_12 } from "./namespace.ts";

export interface QName {
  /** `""`: no namespace. */
  readonly uri: string;
  readonly local: string;
}

/** What a fault says, whichever SOAP version said it. Backend text: for fault tables and logs, never for clients. */
export interface FaultReport<Fault extends DeclaredFault> {
  readonly faultCode: QName;
  /** SOAP 1.2 only, outermost first. */
  readonly subcodes: readonly QName[];
  /** At most 1,000 characters. */
  readonly reason: string;
  /** `undefined`: the fault carries none the operation declares. */
  readonly detail: Fault | undefined;
}

/**
 * The system answered with a SOAP fault. Final, as far as anybody can tell from here: an adapter's fault table knows
 * which of them pass.
 */
export class SoapFault<Fault extends DeclaredFault = DeclaredFault> extends BackendRejected {
  readonly faultCode: QName;
  readonly subcodes: readonly QName[];
  readonly reason: string;
  readonly detail: Fault | undefined;
  /** Whether the system blames itself (`Server`, `Receiver`) and not the request. */
  readonly blamesServer: boolean;
  readonly #operation: object;

  constructor(operation: object, report: FaultReport<Fault>) {
    super("The system answered with a fault.");
    this.#operation = operation;
    this.faultCode = report.faultCode;
    this.subcodes = report.subcodes;
    this.reason = report.reason;
    this.detail = report.detail;
    this.blamesServer =
      isEnvelope(report.faultCode.uri) && /^(Server|Receiver)(\.|$)/.test(report.faultCode.local);
  }

  /** Whether `operation` was answered with this fault. */
  answers(operation: object): boolean {
    return this.#operation === operation;
  }
}

/** Whether the error is a fault of this operation: its `detail` is then one of those the operation declares. */
export function isFaultOf<Fault extends DeclaredFault>(
  operation: Pick<SoapOperation<never, unknown, Fault>, "faults">,
  error: unknown,
): error is SoapFault<Fault> {
  return error instanceof SoapFault && error.answers(operation);
}

const isEnvelope = (uri: string) => uri === ENVELOPE_11 || uri === ENVELOPE_12;

const REASON_CHARACTERS_MAX = 1_000;
const SUBCODES_MAX = 10;

/**
 * Reads the fault the decoder stands on. Not as strict as answers are: a fault is bad news already, and servers put
 * its parts in any order.
 */
export function readFault<Fault extends DeclaredFault>(
  from: Decoder,
  operation: AnySoapOperation<unknown, Fault>,
): FaultReport<Fault> {
  const report = { codes: [] as QName[], reason: "", detail: undefined as Fault | undefined };
  const { reader } = from;
  from.next();
  while (reader.tag === "start") {
    const { local } = reader;
    if (local === "faultcode") report.codes.push(readQName(from));
    else if (local === "Code") readCode(from, report.codes);
    else if (local === "faultstring") report.reason = readText(from);
    else if (local === "Reason") report.reason = readReason(from);
    else if (local === "detail" || local === "Detail") {
      report.detail = from.within(local, () => readDetail(from, operation));
    } else from.skip();
  }
  from.close();
  const [faultCode = { uri: "", local: "" }, ...subcodes] = report.codes;
  return { faultCode, subcodes, reason: report.reason, detail: report.detail };
}

function readDetail<Fault extends DeclaredFault>(
  from: Decoder,
  operation: AnySoapOperation<unknown, Fault>,
): Fault | undefined {
  const { reader } = from;
  let detail: Fault | undefined;
  reader.advance();
  while (reader.tag === "start") {
    const declared = declaredFault(from, operation);
    if (declared === undefined || detail !== undefined) from.skip();
    else detail = from.within(declared.local, () => declared.read(from));
  }
  from.close();
  return detail;
}

/** An encoded detail goes by its type first: its element is called as the server likes. */
function declaredFault<Fault extends DeclaredFault>(
  from: Decoder,
  { faults }: AnySoapOperation<unknown, Fault>,
): FaultElement<Fault> | undefined {
  return (
    faults.find(({ type }) => type !== undefined && from.isType(type.namespace, type.local)) ??
    faults.find(({ namespace, local, type }) => {
      return from.sees(namespace, local) && (type === undefined || from.untyped);
    })
  );
}

/** `Code` and each `Subcode` in it: a `Value`, then perhaps the next `Subcode`. */
function readCode(from: Decoder, codes: QName[]): void {
  const { reader } = from;
  from.next();
  while (reader.tag === "start") {
    if (reader.local === "Value" && codes.length < SUBCODES_MAX) codes.push(readQName(from));
    else if (reader.local === "Subcode") readCode(from, codes);
    else from.skip();
  }
  from.close();
}

function readReason(from: Decoder): string {
  const { reader } = from;
  let reason = "";
  from.next();
  while (reader.tag === "start") {
    const text = readText(from);
    if (reason === "") reason = text;
  }
  from.close();
  return reason;
}

function readQName(from: Decoder): QName {
  return readSimple(from, (text) => {
    const written = text.trim();
    const colon = written.indexOf(":");
    const uri = from.reader.uriOf(colon < 0 ? "" : written.slice(0, colon)) ?? "";
    return { uri, local: written.slice(colon + 1).slice(0, REASON_CHARACTERS_MAX) };
  });
}

const readText = (from: Decoder): string =>
  readSimple(from, (text) => text.trim().slice(0, REASON_CHARACTERS_MAX));

/** The text of an element, whatever its attributes, read while its namespaces are still in force. */
function readSimple<T>(from: Decoder, read: (text: string) => T): T {
  const { reader } = from;
  reader.advance();
  const value = read(reader.passedText);
  from.close();
  return value;
}
