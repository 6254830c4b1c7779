import { attributeOf, childOf, type XmlElement } from "@portico/mock-kit";
import { ErpFault } from "./envelope.ts";
import { actionOf, namespaces as ns, type OperationName } from "./names.ts";

export const messageIdOf = (header: XmlElement | undefined): string | undefined =>
  (header && childOf(header, ns.wsa, "MessageID")?.text.trim()) || undefined;

/**
 * What CXF's addressing interceptors insist on. Source: WS-Addressing 1.0 SOAP Binding, section 6.4.
 * @throws {ErpFault}
 */
export function checkAddressing(header: XmlElement | undefined, operation: OperationName): void {
  for (const block of header?.children ?? []) {
    const must = ["1", "true"].includes(attributeOf(block, ns.soap, "mustUnderstand") ?? "");
    if (must && block.namespace !== ns.wsa) {
      throw new ErpFault(`Header ${block.name} was not understood.`, { code: "soap:MustUnderstand" });
    }
  }
  const action = requiredHeader(header, "Action");
  requiredHeader(header, "MessageID");
  requiredHeader(header, "To");
  if (action !== actionOf(operation, "Request")) {
    throw new ErpFault(`The action ${action} does not go with ${operation}Request.`, {
      subcode: "wsa:ActionMismatch",
      detail: `<wsa:ProblemAction xmlns:wsa="${ns.wsa}"/>`,
      action: addressingFault,
    });
  }
  const replyTo = header && childOf(header, ns.wsa, "ReplyTo");
  const replyAddress = replyTo && childOf(replyTo, ns.wsa, "Address")?.text.trim();
  if (replyAddress !== undefined && replyAddress !== `${ns.wsa}/anonymous`) {
    throw new ErpFault("Only the anonymous address is supported in ReplyTo.", {
      subcode: "wsa:OnlyAnonymousAddressSupported",
      action: addressingFault,
    });
  }
}

const addressingFault = `${ns.wsa}/fault`;

function requiredHeader(header: XmlElement | undefined, name: string): string {
  const value = (header && childOf(header, ns.wsa, name)?.text.trim()) ?? "";
  if (value !== "") return value;
  throw new ErpFault("A required header representing a Message Addressing Property is not present", {
    subcode: "wsa:MessageAddressingHeaderRequired",
    detail: `<wsa:ProblemHeaderQName xmlns:wsa="${ns.wsa}">wsa:${name}</wsa:ProblemHeaderQName>`,
    action: addressingFault,
  });
}
