import { addressingOf } from "./actions.ts";
import { TypeReader } from "./complex-types.ts";
import type { Definitions } from "./definitions.ts";
import { MessageReader } from "./messages.ts";
import type { ServiceModel } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { OperationReader, operationsOf } from "./operations.ts";
import { originOf } from "./origin.ts";
import { asksForMtom } from "./port-policies.ts";
import { choosePort, type PortChoice, soapPorts } from "./ports.ts";
import { mayBeNilEncoded } from "./soap-array.ts";
import { SOAP_11, WSDL } from "./wsdl-names.ts";
import { attributeOf, nameOf, type XmlNode } from "./xml-tree.ts";

/**
 * Reads a service that a WSDL describes: the operations asked for, or all, and the types they reach.
 * @throws {NotCompilable}
 */
export function readService(
  definitions: Definitions,
  wanted: readonly string[] | undefined,
  choice: PortChoice = {},
): ServiceModel {
  const { ports, others } = soapPorts(definitions);
  const port = choosePort(definitions, ports, choice);
  const { binding, soap } = port;
  const all = operationsOf(definitions, port);
  const known = new Set(all.flatMap((one) => [one.name, nameOf(one.bound)]));
  for (const name of wanted ?? []) {
    if (!known.has(name)) throw new NotCompilable(binding, `there is no operation "${name}"`);
  }
  const chosen = wanted === undefined ? known : new Set(wanted);
  const types = speaksEncoding(binding)
    ? new TypeReader(definitions.schemas, mayBeNilEncoded)
    : new TypeReader(definitions.schemas);
  const reader = new OperationReader(port, new MessageReader(definitions, types));
  const operations = all
    .filter((one) => chosen.has(one.name) || chosen.has(nameOf(one.bound)))
    .map((one) => reader.read(one));
  const unread = [
    ...definitions.extensions,
    ...others,
    ...ports.filter((one) => one !== port).map(({ node }) => node),
    ...binding.children.filter(({ uri }) => uri !== WSDL && uri !== soap),
  ];
  return {
    version: soap === SOAP_11 ? "1.1" : "1.2",
    service: port.service,
    port: port.name,
    address: port.address,
    addressing: addressingOf(definitions, port),
    mtom: asksForMtom(definitions, port),
    operations,
    prefixes: definitions.root.prefixes,
    unread,
    origin: originOf(binding, "binding", nameOf(binding)),
  };
}

const speaksEncoding = (node: XmlNode): boolean =>
  attributeOf(node, "use") === "encoded" || node.children.some(speaksEncoding);
