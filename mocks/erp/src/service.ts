import type { Clock } from "@portico/core";
import {
  type Answer,
  answerText,
  childOf,
  readXml,
  type ReceivedCall,
  type XmlElement,
  XmlUnreadable,
} from "@portico/mock-kit";
import { toBerlinLocal } from "@portico/mock-seed";
import { checkAddressing, messageIdOf } from "./addressing.ts";
import { answerEnvelope, answerFault, ErpFault } from "./envelope.ts";
import { actionOf, namespaces as ns, type OperationName, operationNames } from "./names.ts";
import { operations } from "./operations.ts";
import type { OrderLedger } from "./order-ledger.ts";
import { unmarshallingError } from "./read-message.ts";

/** The service over a ledger. */
export function erpService(ledger: OrderLedger, clock: Clock): Answer {
  return ({ method, headers, body }) => {
    if (method !== "POST") return answerText(405, "text/plain", "Method Not Allowed");
    const contentType = headers.get("content-type");
    if (!/^application\/soap\+xml\b/i.test(contentType ?? "")) {
      return answerText(415, "text/plain", "Unsupported Media Type");
    }
    let messageId: string | undefined;
    try {
      const envelope = readEnvelope(body, contentType);
      const header = childOf(envelope, ns.soap, "Header");
      messageId = messageIdOf(header);
      const [request] = childOf(envelope, ns.soap, "Body")?.children ?? [];
      const operation = operationNames.find((name) => isRequest(request, name));
      if (request === undefined || operation === undefined) {
        throw unmarshallingError(
          `no operation takes {${request?.namespace ?? ""}}${request?.name ?? "nothing"}`,
        );
      }
      checkAddressing(header, operation);
      const answer = operations[operation](request, ledger, toBerlinLocal(clock.epochMs()));
      return answerEnvelope(answer, { action: actionOf(operation, "Response"), relatesTo: messageId });
    } catch (error) {
      if (error instanceof XmlUnreadable) return answerFault(unmarshallingError(error.message), messageId);
      if (error instanceof ErpFault) return answerFault(error, messageId);
      throw error;
    }
  };
}

const isRequest = (element: XmlElement | undefined, operation: OperationName): boolean =>
  element?.namespace === ns.service && element.name === `${operation}Request`;

function readEnvelope(body: ReceivedCall["body"], contentType: string | null): XmlElement {
  const envelope = readXml(body, contentType);
  if (envelope.name === "Envelope" && envelope.namespace === ns.soap) return envelope;
  throw new ErpFault("A SOAP 1.2 envelope was expected.", { code: "soap:VersionMismatch" });
}

/**
 * Which operation the body asks for. Looks without parsing: a call is counted before anything is made of it.
 */
export function operationOf({ body }: ReceivedCall): OperationName | undefined {
  const [, name] =
    /<(?:[\w.-]+:)?Body\b[^>]*>\s*<(?:[\w.-]+:)?(\w+)Request\b/.exec(Buffer.from(body).toString()) ?? [];
  return operationNames.find((operation) => operation === name);
}
