import {
  type Answer,
  answerText,
  attributeOf,
  childOf,
  readXml,
  type ReceivedCall,
  xmlText,
  type XmlElement,
  XmlUnreadable,
} from "@portico/mock-kit";
import type { SeedContact } from "@portico/mock-seed";
import type { CustomerTable } from "./customer-table.ts";
import { answerEnvelope, answerFault, CrmFault, unreadable } from "./envelope.ts";
import { kundeXml, salutationOf } from "./kunde.ts";
import { namespaces as ns } from "./names.ts";

const operations = {
  LeseKunde(request: XmlElement, table: CustomerTable): string {
    const kdnr = required(request, ns.service, "kdnr").text.trim();
    const kunde = table.find(kdnr);
    if (kunde === undefined) throw customerNotFound(kdnr);
    return kundeXml("LeseKundeResult", kunde);
  },
  SucheKunden(request: XmlElement, table: CustomerTable): string {
    const maxTreffer = required(request, ns.service, "maxTreffer").text.trim();
    if (!/^[1-9]\d?$|^100$/.test(maxTreffer)) throw unreadable("maxTreffer: 1 bis 100");
    const found = table.search(required(request, ns.service, "suchtext").text, Number(maxTreffer));
    const kunden = found.map((kunde) => kundeXml("t:Kunde", kunde)).join("");
    return `<SucheKundenResult xmlns:t="${ns.types}">${kunden}</SucheKundenResult>`;
  },
  AendereAnsprechpartner(request: XmlElement, table: CustomerTable): string {
    const kdnr = required(request, ns.service, "kdnr").text.trim();
    const version = table.changeContact(kdnr, readContact(required(request, ns.service, "ansprechpartner")));
    if (version === undefined) throw customerNotFound(kdnr);
    return `<AendereAnsprechpartnerResult>${version}</AendereAnsprechpartnerResult>`;
  },
};
type OperationName = keyof typeof operations;

/** ASMX dispatches on the header and nothing else. `undefined`: it names no operation of ours. */
export function operationOf({ headers }: ReceivedCall): OperationName | undefined {
  const action = headers.get("soapaction")?.replace(/^"(.*)"$/, "$1");
  const names = Object.keys(operations) as OperationName[];
  return names.find((name) => action === `${ns.service}/${name}`);
}

/** Whether the caller is who the SOAP header says. */
export type Authenticate = (soapHeader: XmlElement | undefined) => boolean;

/** The service over a table, guarded by `authenticate`. */
export function crmService(table: CustomerTable, authenticate: Authenticate): Answer {
  return (call) => {
    if (call.method !== "POST") return answerText(405, "text/plain", "Method Not Allowed");
    if (!/^text\/xml\b/i.test(call.headers.get("content-type") ?? "")) {
      return answerText(415, "text/plain", "Unsupported Media Type");
    }
    try {
      return answerEnvelope(perform(call, table, authenticate));
    } catch (error) {
      if (error instanceof XmlUnreadable) return answerFault(unreadable(error.message));
      if (error instanceof CrmFault) return answerFault(error);
      throw error;
    }
  };
}

function perform(call: ReceivedCall, table: CustomerTable, authenticate: Authenticate): string {
  const operation = operationOf(call);
  if (operation === undefined) {
    const action = call.headers.get("soapaction") ?? "";
    throw new CrmFault(
      "soap:Client",
      `Server did not recognize the value of HTTP Header SOAPAction: ${action}.`,
    );
  }
  const envelope = readXml(call.body, call.headers.get("content-type"));
  if (envelope.name !== "Envelope" || envelope.namespace !== ns.soap) {
    throw new CrmFault("soap:VersionMismatch", `Possible SOAP version mismatch: ${envelope.namespace}`);
  }
  const header = childOf(envelope, ns.soap, "Header");
  refuseForeignHeaders(header);
  if (!authenticate(header)) {
    throw new CrmFault(
      "wsse:FailedAuthentication",
      "The security token could not be authenticated or authorized",
    );
  }
  const body = childOf(envelope, ns.soap, "Body");
  const request = body && childOf(body, ns.service, operation);
  if (request === undefined) throw unreadable(`The body does not hold ${operation}.`);
  return `<${operation}Response xmlns="${ns.service}">${operations[operation](request, table)}</${operation}Response>`;
}

function refuseForeignHeaders(header: XmlElement | undefined): void {
  for (const block of header?.children ?? []) {
    const must = ["1", "true"].includes(attributeOf(block, ns.soap, "mustUnderstand") ?? "");
    if (must && block.namespace !== ns.wsse) {
      throw new CrmFault("soap:MustUnderstand", `SOAP header ${block.name} was not understood.`);
    }
  }
}

function readContact(element: XmlElement): SeedContact {
  const text = (name: string): string => required(element, ns.types, name).text;
  const salutation = salutationOf(text("anrede").trim());
  if (salutation === undefined) throw unreadable("anrede: 1, 2 oder 3");
  const phone = required(element, ns.types, "telefon");
  const nil = ["1", "true"].includes(attributeOf(phone, ns.xsi, "nil") ?? "");
  return {
    salutation,
    firstName: text("vorname"),
    lastName: text("nachname"),
    email: childOf(element, ns.types, "email")?.text ?? null,
    phone: nil ? null : phone.text,
  };
}

function required(parent: XmlElement, namespace: string, name: string): XmlElement {
  const child = childOf(parent, namespace, name);
  if (child === undefined) throw unreadable(`${name} in ${namespace} is missing.`);
  return child;
}

const customerNotFound = (kdnr: string): CrmFault =>
  new CrmFault(
    "soap:Server",
    `Kunde nicht gefunden: ${kdnr}`,
    `<KundeNichtGefunden xmlns="${ns.types}"><kdnr>${xmlText(kdnr)}</kdnr></KundeNichtGefunden>`,
  );
