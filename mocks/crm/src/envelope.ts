import { answerBytes, xmlText } from "@portico/mock-kit";
import { namespaces as ns } from "./names.ts";
import { encodeWindows1252 } from "./windows-1252.ts";

/** Thrown anywhere in the service; leaves it as a SOAP fault with status 500. */
export class CrmFault extends Error {
  readonly code: string;
  readonly detail: string;

  /** `code` is a QName with the prefix `soap` or `wsse`; `detail` is wire text. */
  constructor(code: string, message: string, detail = "") {
    super(message);
    this.name = "CrmFault";
    this.code = code;
    this.detail = detail;
  }
}

/** The request cannot be read as what it claims to be. */
export const unreadable = (reason: string): CrmFault =>
  new CrmFault("soap:Client", `Server was unable to read request. ---> ${reason}`);

export const answerEnvelope = (body: string): Response => envelope(200, body);

export const answerFault = ({ code, message, detail }: CrmFault): Response =>
  envelope(
    500,
    `<soap:Fault><faultcode xmlns:wsse="${ns.wsse}">${code}</faultcode><faultstring>${xmlText(message)}</faultstring>` +
      (detail === "" ? "" : `<detail>${detail}</detail>`) +
      `</soap:Fault>`,
  );

const envelope = (status: number, body: string): Response =>
  answerBytes(
    status,
    "text/xml; charset=windows-1252",
    encodeWindows1252(
      `<?xml version="1.0" encoding="windows-1252"?>` +
        `<soap:Envelope xmlns:soap="${ns.soap}" xmlns:xsi="${ns.xsi}" xmlns:xsd="http://www.w3.org/2001/XMLSchema">` +
        `<soap:Body>${body}</soap:Body></soap:Envelope>`,
    ),
  );
