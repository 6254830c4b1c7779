import type { SourcePlace } from "../codegen/not-compilable.ts";
import { overloadKey } from "../codegen/operations.ts";
import { attributeOf, childrenNamed, type XmlNode } from "../codegen/xml-tree.ts";
import { type ContractDocuments, WSDL } from "./documents.ts";

const PROTOCOLS = new Map([
  ["http://schemas.xmlsoap.org/wsdl/soap/", "SOAP 1.1"],
  ["http://schemas.xmlsoap.org/wsdl/soap12/", "SOAP 1.2"],
  ["http://schemas.xmlsoap.org/wsdl/http/", "HTTP"],
]);

export interface PortFound {
  readonly service: string;
  readonly name: string;
  readonly place: SourcePlace;
  /** `SOAP 1.1`, `SOAP 1.2`, `HTTP`; `unknown` for a binding that is none of these, or that is not there. */
  readonly protocol: string;
  readonly isSoap: boolean;
  /** `document/literal`, `rpc/encoded`, …; every combination its operations use. */
  readonly styles: readonly string[];
  /** `""`: the WSDL does not say. */
  readonly address: string;
  readonly operations: readonly OperationFound[];
  /** The elements a policy may hang on, from the service to the binding. */
  readonly subjects: readonly XmlNode[];
}

export interface OperationFound {
  readonly name: string;
  readonly place: SourcePlace;
  /** Its elements in the binding and in the interface. */
  readonly subjects: readonly XmlNode[];
}

/** Every port of every service, SOAP or not, whether it can be compiled or not. */
export function portsOf({ definitions }: ContractDocuments): readonly PortFound[] {
  const all = (local: string) => definitions.flatMap((root) => childrenNamed(root, WSDL, local));
  const bindings = byName(all("binding"));
  const interfaces = byName(all("portType"));
  return all("service").flatMap((service) =>
    childrenNamed(service, WSDL, "port").map((port): PortFound => {
      const binding = bindings.get(localOf(port, "binding"));
      const protocolNode = binding?.children.find(
        ({ uri, local }) => local === "binding" && PROTOCOLS.has(uri),
      );
      const protocol = protocolNode === undefined ? "unknown" : PROTOCOLS.get(protocolNode.uri)!;
      const portType = binding === undefined ? undefined : interfaces.get(localOf(binding, "type"));
      const bound = binding === undefined ? [] : childrenNamed(binding, WSDL, "operation");
      const abstract = portType === undefined ? [] : childrenNamed(portType, WSDL, "operation");
      const sameNamed = Map.groupBy(abstract, labelOf);
      const sameOverload = Map.groupBy(abstract, overloadKey);
      const boundBy = (operation: XmlNode): readonly XmlNode[] => {
        const candidates = sameNamed.get(labelOf(operation)) ?? [];
        return candidates.length > 1 ? (sameOverload.get(overloadKey(operation)) ?? []) : candidates;
      };
      const style = (protocolNode && attributeOf(protocolNode, "style")) ?? "document";
      return {
        service: labelOf(service),
        name: labelOf(port),
        place: placeOf(port),
        protocol,
        isSoap: protocol.startsWith("SOAP"),
        styles: [...new Set(bound.map((operation) => styleOf(operation, style)))],
        address:
          attributeOf(port.children.find(({ local }) => local === "address") ?? port, "location") ?? "",
        operations: bound.map((operation) => ({
          name: labelOf(operation),
          place: placeOf(operation),
          subjects: [operation, ...boundBy(operation)],
        })),
        subjects: [service, port, binding, portType].filter((node) => node !== undefined),
      };
    }),
  );
}

function styleOf(operation: XmlNode, fallback: string): string {
  const soap = operation.children.find(({ uri, local }) => local === "operation" && PROTOCOLS.has(uri));
  const body = operation.children
    .flatMap(({ children }) => children)
    .find(({ uri, local }) => local === "body" && PROTOCOLS.has(uri));
  const style = (soap && attributeOf(soap, "style")) ?? fallback;
  return `${style}/${(body && attributeOf(body, "use")) ?? "literal"}`;
}

const placeOf = ({ file, line }: XmlNode): SourcePlace => ({ file, line });
const labelOf = (node: XmlNode): string => attributeOf(node, "name") ?? "";
// The compiler resolves the prefix and refuses what is wrong; for a list of what is there the local name will do.
const localOf = (node: XmlNode, attribute: string): string =>
  (attributeOf(node, attribute) ?? "").replace(/^.*:/, "");
const byName = (nodes: readonly XmlNode[]): ReadonlyMap<string, XmlNode> =>
  new Map(nodes.map((node) => [labelOf(node), node]));
