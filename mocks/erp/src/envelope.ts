import { answerText, xmlText } from "@portico/mock-kit";
import { namespaces as ns } from "./names.ts";

/** What an answer says about itself in its WS-Addressing headers. */
export interface Addressing {
  readonly action: string;
  /** The request's MessageID; `undefined`: it had none. */
  readonly relatesTo: string | undefined;
}

/** Thrown anywhere in the service; leaves it as a SOAP 1.2 fault. */
export class ErpFault extends Error {
  readonly code: "soap:Sender" | "soap:Receiver" | "soap:MustUnderstand" | "soap:VersionMismatch";
  readonly subcode: string | undefined;
  readonly detail: string;
  readonly action: string;
  readonly status: number;

  constructor(
    message: string,
    fault: Partial<Pick<ErpFault, "code" | "subcode" | "detail" | "action" | "status">>,
  ) {
    super(message);
    this.name = "ErpFault";
    this.code = fault.code ?? "soap:Sender";
    this.subcode = fault.subcode;
    this.detail = fault.detail ?? "";
    this.action = fault.action ?? `${ns.wsa}/soap/fault`;
    this.status = fault.status ?? 500;
  }
}

export const answerEnvelope = (body: string, addressing: Addressing): Response =>
  envelope(200, addressing, body);

export const answerFault = (fault: ErpFault, relatesTo: string | undefined): Response =>
  envelope(
    fault.status,
    { action: fault.action, relatesTo },
    `<soap:Fault><soap:Code><soap:Value>${fault.code}</soap:Value>` +
      (fault.subcode === undefined
        ? ""
        : `<soap:Subcode><soap:Value xmlns:wsa="${ns.wsa}">${fault.subcode}</soap:Value></soap:Subcode>`) +
      `</soap:Code><soap:Reason><soap:Text xml:lang="en">${xmlText(fault.message)}</soap:Text></soap:Reason>` +
      (fault.detail === "" ? "" : `<soap:Detail>${fault.detail}</soap:Detail>`) +
      `</soap:Fault>`,
  );

// One for all answers: nobody reads it, and so the same question gets the same bytes.
const messageId = "urn:uuid:6f2c0d1e-0000-4000-8000-000000000000";

const envelope = (status: number, { action, relatesTo }: Addressing, body: string): Response =>
  answerText(
    status,
    "application/soap+xml;charset=UTF-8",
    `<soap:Envelope xmlns:soap="${ns.soap}"><soap:Header>` +
      `<Action xmlns="${ns.wsa}">${action}</Action>` +
      `<MessageID xmlns="${ns.wsa}">${messageId}</MessageID>` +
      `<To xmlns="${ns.wsa}">${ns.wsa}/anonymous</To>` +
      (relatesTo === undefined ? "" : `<RelatesTo xmlns="${ns.wsa}">${xmlText(relatesTo)}</RelatesTo>`) +
      `</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`,
  );
