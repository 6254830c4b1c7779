import { type MessageReader, partOf } from "./messages.ts";
import type { MessageElement } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { isNeverNil } from "./soap-array.ts";
import {
  attributeOf,
  childrenNamed,
  nameAttribute,
  nameKey,
  nameOf,
  requiredAttribute,
  type XmlNode,
} from "./xml-tree.ts";

/** The header blocks that the binding of an input or output declares, each once. */
export function readHeaders(
  message: XmlNode,
  soap: string,
  messages: MessageReader,
): readonly MessageElement[] {
  const [body] = childrenNamed(message, soap, "body");
  const isEncoded = body !== undefined && attributeOf(body, "use") === "encoded";
  const headers = childrenNamed(message, soap, "header").map((node) =>
    headerElement(node, messages, isEncoded),
  );
  return [...new Map(headers.map((header) => [nameKey(header), header])).values()];
}

/**
 * What `soap:header` or `soap:headerfault` names: a part of any message.
 * @param inEncoded whether the message has an encoded body
 */
export function headerElement(node: XmlNode, messages: MessageReader, inEncoded: boolean): MessageElement {
  const part = partOf(messages.messageOf(node), requiredAttribute(node, "part"), node);
  const use = attributeOf(node, "use") ?? "literal";
  if (use === "literal") return messages.element(part);
  if (use !== "encoded") throw new NotCompilable(node, `the use ${use} is not supported`);
  // Its values may refer to others in the message, which a literal one cannot have.
  if (!inEncoded) throw new NotCompilable(node, "an encoded header of a literal message is not supported");
  return {
    uri: attributeOf(node, "namespace") ?? "",
    local: nameOf(part),
    type: messages.type(part),
    nillable: !isNeverNil(nameAttribute(part, "type")),
    constraint: undefined,
    encodedHeader: true,
  };
}
