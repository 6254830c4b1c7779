import type { Definitions } from "./definitions.ts";
import { NotCompilable } from "./not-compilable.ts";
import { SOAP_11, SOAP_12, WSDL } from "./wsdl-names.ts";
import {
  attributeOf,
  childrenNamed,
  nameOf,
  type QName,
  requiredAttribute,
  requiredName,
  sameName,
  type XmlNode,
} from "./xml-tree.ts";

const HTTP_TRANSPORTS = new Set([
  "http://schemas.xmlsoap.org/soap/http",
  "http://www.w3.org/2003/05/soap/bindings/HTTP/",
]);

/** A port that speaks SOAP. */
export interface SoapPort {
  readonly service: string;
  readonly name: string;
  readonly node: XmlNode;
  readonly binding: XmlNode;
  /** The interface behind it; the same one may have several ports. */
  readonly portType: QName;
  /** The namespace its binding's SOAP elements are in. */
  readonly soap: string;
  /** `""`: the WSDL does not say. */
  readonly address: string;
}

export interface PortChoice {
  /** Default: any service that has the port. */
  readonly service?: string;
  /** Default: the first SOAP port over HTTP, if all others offer the same operations. */
  readonly port?: string;
}

/** Every SOAP port, in the order of the WSDL, and what else stands where a SOAP port may. */
export interface SoapPorts {
  readonly ports: readonly SoapPort[];
  readonly others: readonly XmlNode[];
}

const known = new WeakMap<Definitions, SoapPorts>();

/** The ports of all services, looked up once: whoever examines a contract asks for each in turn. */
export function soapPorts(definitions: Definitions): SoapPorts {
  let found = known.get(definitions);
  if (found === undefined) known.set(definitions, (found = findPorts(definitions)));
  return found;
}

function findPorts(definitions: Definitions): SoapPorts {
  const ports: SoapPort[] = [];
  const others: XmlNode[] = [];
  for (const service of definitions.services) {
    for (const node of childrenNamed(service, WSDL, "port")) {
      const binding = definitions.find("binding", requiredName(node, "binding"), node);
      const soap = [SOAP_11, SOAP_12].find((uri) => childrenNamed(binding, uri, "binding").length > 0);
      if (soap === undefined) others.push(node);
      else {
        ports.push({
          service: nameOf(service),
          name: nameOf(node),
          node,
          binding,
          portType: requiredName(binding, "type"),
          soap,
          address: addressOf(node, soap),
        });
      }
    }
  }
  return { ports, others };
}

/** @throws {NotCompilable} when there is none, or which one is meant is an open question */
export function choosePort(
  definitions: Definitions,
  ports: readonly SoapPort[],
  { service, port }: PortChoice,
): SoapPort {
  const listed = () => ports.map((one) => `${one.service}/${one.name}`).join(", ");
  const candidates = ports.filter(
    (one) => (service === undefined || one.service === service) && (port === undefined || one.name === port),
  );
  // WCF lists its ports over TCP among the others; what we do not speak is never what is meant.
  const [first, ...others] = candidates.filter(mayBeOverHttp);
  if (first === undefined) {
    const [unspoken] = candidates;
    if (unspoken !== undefined) {
      throw new NotCompilable(soapBindingOf(unspoken), "a transport other than HTTP is not supported");
    }
    throw new NotCompilable(
      definitions.root,
      ports.length === 0
        ? "there is no port with a SOAP binding"
        : `there is no SOAP port "${service ?? "*"}/${port ?? "*"}"; there is ${listed()}`,
    );
  }
  const other = others.find(({ portType }) => !sameName(portType, first.portType));
  if (other !== undefined) {
    throw new NotCompilable(
      other.node,
      `a second SOAP port with other operations: say which service or port is meant of ${listed()}`,
    );
  }
  requiredAttribute(soapBindingOf(first), "transport");
  return first;
}

const soapBindingOf = ({ binding, soap }: SoapPort): XmlNode => childrenNamed(binding, soap, "binding")[0]!;

/** Or does not say what it is over: that is wrong with the port that is chosen, and with no other. */
const mayBeOverHttp = (port: SoapPort): boolean => {
  const transport = attributeOf(soapBindingOf(port), "transport");
  return transport === undefined || HTTP_TRANSPORTS.has(transport);
};

function addressOf(port: XmlNode, soap: string): string {
  const [address] = childrenNamed(port, soap, "address");
  return (address && attributeOf(address, "location")) ?? "";
}
