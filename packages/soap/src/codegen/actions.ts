import type { Definitions } from "./definitions.ts";
import { NotCompilable } from "./not-compilable.ts";
import { saidOf } from "./port-policies.ts";
import type { SoapPort } from "./ports.ts";
import { attributeOf, rawAttribute, type XmlNode } from "./xml-tree.ts";

// An input says its action in one of these: WS-Addressing Metadata 1.0, its draft, and the submission of August 2004.
const METADATA = "http://www.w3.org/2007/05/addressing/metadata";
const METADATA_DRAFT = "http://www.w3.org/2006/05/addressing/wsdl";
const SUBMISSION = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
const SUBMISSION_POLICY = `${SUBMISSION}/policy`;
const ACTION_NAMESPACES = new Set([METADATA, METADATA_DRAFT, SUBMISSION]);

export interface Actions {
  readonly action: string;
  readonly addressingAction: string | undefined;
}

/**
 * What a request says it wants: over HTTP what `soapAction` says, in WS-Addressing what the input says, or else the
 * same, or else what the specification makes of the names.
 */
export function actionsOf(
  { portType }: SoapPort,
  operation: XmlNode,
  input: XmlNode,
  soapOperation: XmlNode | undefined,
): Actions {
  const declared = input.attributes.find(
    ({ uri, local }) => local === "Action" && ACTION_NAMESPACES.has(uri),
  )?.value;
  const soapAction = soapOperation && attributeOf(soapOperation, "soapAction");
  if (declared !== undefined && soapAction && soapAction !== declared) {
    throw new NotCompilable(input, `the action "${declared}" is not the soapAction "${soapAction}"`);
  }
  const action = declared ?? soapAction ?? "";
  const addressing = action === "" ? defaultAction(portType, operation, input) : action;
  for (const one of [action, addressing]) {
    // It travels in a quoted HTTP header parameter, where a blank is a character like any other.
    if (!/^[\u0020-\u007e]*$/.test(one) || /["\\]/.test(one)) {
      throw new NotCompilable(soapOperation ?? input, "an action with characters a header cannot carry");
    }
  }
  return { action, addressingAction: addressing === action ? undefined : addressing };
}

/** Source: WS-Addressing 1.0 Metadata §4.4.4. */
function defaultAction(portType: SoapPort["portType"], operation: XmlNode, input: XmlNode): string {
  const name = attributeOf(operation, "name") ?? "";
  const answered = operation.children.some(({ local }) => local === "output");
  const inputName = attributeOf(input, "name") ?? (answered ? `${name}Request` : name);
  const delimiter = /^urn:/i.test(portType.uri) ? ":" : "/";
  const base = portType.uri.endsWith(delimiter) ? portType.uri : portType.uri + delimiter;
  return `${base}${portType.local}${delimiter}${inputName}`;
}

/** Which WS-Addressing headers the port asks for: by an element of its own, or by a policy it refers to. */
export function addressingOf(definitions: Definitions, port: SoapPort): "1.0" | "2004/08" | undefined {
  const versions = saidOf(definitions, port).flatMap(markersIn);
  return versions.includes("1.0") ? "1.0" : versions[0];
}

function markersIn(node: XmlNode): readonly ("1.0" | "2004/08")[] {
  const { uri, local } = node;
  if (uri === METADATA && local === "Addressing") return ["1.0"];
  if (local === "UsingAddressing" && uri === METADATA_DRAFT) return ["1.0"];
  if (local === "UsingAddressing" && uri === SUBMISSION_POLICY) return ["2004/08"];
  // The rest of an interface is not about addressing.
  return rawAttribute(node, "name") === undefined ? node.children.flatMap(markersIn) : [];
}
