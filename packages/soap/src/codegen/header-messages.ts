import { type MessageReader, partOf } from "./messages.ts";
import type { MessageElement } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { attributeOf, childrenNamed, nameKey, requiredAttribute, type XmlNode } from "./xml-tree.ts";

/** The header blocks that the binding of an input or output declares, each once. */
export function readHeaders(
  message: XmlNode,
  soap: string,
  messages: MessageReader,
): readonly MessageElement[] {
  const headers = childrenNamed(message, soap, "header").map((node) => headerElement(node, messages));
  return [...new Map(headers.map((header) => [nameKey(header), header])).values()];
}

/** What `soap:header` or `soap:headerfault` names: a part of any message. */
export function headerElement(node: XmlNode, messages: MessageReader): MessageElement {
  if ((attributeOf(node, "use") ?? "literal") !== "literal")
    throw new NotCompilable(node, "an encoded header is not supported");
  return messages.element(partOf(messages.messageOf(node), requiredAttribute(node, "part"), node));
}
