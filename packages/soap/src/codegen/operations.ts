import { actionsOf } from "./actions.ts";
import type { Definitions } from "./definitions.ts";
import { FaultReader } from "./fault-messages.ts";
import { readHeaders } from "./header-messages.ts";
import type { MessageReader, MessageStyle } from "./messages.ts";
import type { MessageElement, OperationModel } from "./model.ts";
import { PropertyNames } from "./names.ts";
import { NotCompilable } from "./not-compilable.ts";
import { originOf } from "./origin.ts";
import type { SoapPort } from "./ports.ts";
import { WSDL } from "./wsdl-names.ts";
import { attributeOf, childrenNamed, nameKey, nameOf, type XmlNode } from "./xml-tree.ts";

/** An operation of a binding, the one of the interface that it binds, and what we call it. */
export interface BoundOperation {
  readonly name: string;
  readonly bound: XmlNode;
  readonly abstract: XmlNode;
}

/** All operations of a port. One that is overloaded goes by the name of its input, or else of its input's message. */
export function operationsOf(definitions: Definitions, port: SoapPort): readonly BoundOperation[] {
  const portType = definitions.find("portType", port.portType, port.binding);
  const offered = childrenNamed(portType, WSDL, "operation");
  const byName = Map.groupBy(offered, (one) => attributeOf(one, "name"));
  const byOverload = Map.groupBy(offered, overloadKey);
  const bounds = childrenNamed(port.binding, WSDL, "operation");
  const given = new PropertyNames();
  return bounds.map((bound) => {
    const wsdlName = nameOf(bound);
    const sameNamed = byName.get(wsdlName) ?? [];
    const abstract =
      sameNamed.length > 1 ? onlyOverload(bound, byOverload.get(overloadKey(bound)) ?? []) : sameNamed[0];
    if (abstract === undefined)
      throw new NotCompilable(bound, `the port type has no operation "${wsdlName}"`);
    const name = sameNamed.length > 1 ? overloadName(abstract) : wsdlName;
    if (given.has(name)) throw new NotCompilable(bound, `two operations would both be called "${name}"`);
    return { name: given.take(name), bound, abstract };
  });
}

/** The binding tells its overloads apart by the names of their inputs; one of them may have none. */
function onlyOverload(bound: XmlNode, [first, second]: readonly XmlNode[]): XmlNode | undefined {
  if (second !== undefined) {
    throw new NotCompilable(
      bound,
      `"${nameOf(bound)}" is overloaded, and its input has no name of its own to tell which it is`,
    );
  }
  return first;
}

const overloadName = (abstract: XmlNode): string => inputName(abstract) ?? nameOf(abstract);

/** What an operation of a binding and the one of the interface that it binds have in common. */
export const overloadKey = (operation: XmlNode): string =>
  JSON.stringify([attributeOf(operation, "name"), inputName(operation)]);

function inputName(operation: XmlNode): string | undefined {
  const [input] = childrenNamed(operation, WSDL, "input");
  return input && attributeOf(input, "name");
}

export class OperationReader {
  private readonly port: SoapPort;
  private readonly messages: MessageReader;
  private readonly faults: FaultReader;
  private readonly usualStyle: string;

  constructor(port: SoapPort, messages: MessageReader) {
    this.port = port;
    this.messages = messages;
    this.faults = new FaultReader(port, messages);
    const [soapBinding] = childrenNamed(port.binding, port.soap, "binding");
    this.usualStyle = attributeOf(soapBinding!, "style") ?? "document";
  }

  read({ name, bound, abstract }: BoundOperation): OperationModel {
    const [soapOperation] = childrenNamed(bound, this.port.soap, "operation");
    const style = (soapOperation && attributeOf(soapOperation, "style")) ?? this.usualStyle;
    if (style !== "document" && style !== "rpc")
      throw new NotCompilable(soapOperation ?? bound, `the style ${style} is not supported`);
    const [input, output] = ["input", "output"].map((local) => childrenNamed(abstract, WSDL, local)[0]);
    if (input === undefined) {
      throw new NotCompilable(abstract, `"${name}" has no input: a service that calls us is not supported`);
    }
    if (output !== undefined && abstract.children.indexOf(output) < abstract.children.indexOf(input)) {
      throw new NotCompilable(
        abstract,
        `"${name}" begins with its output: a service that calls us is not supported`,
      );
    }
    const [boundInput, boundOutput] = ["input", "output"].map((local) => {
      return this.boundMessage(bound, local, style === "rpc");
    });
    const faults = this.faults.of(bound, abstract);
    const headerFaults = this.faults.ofHeaders(bound);
    const wsdlName = nameOf(bound);
    return {
      name,
      wsdlName,
      ...actionsOf(this.port, abstract, input, soapOperation),
      input: boundInput && this.messages.body(input, boundInput, { local: wsdlName, label: name }),
      output:
        output &&
        boundOutput &&
        this.messages.body(output, boundOutput, { local: `${wsdlName}Response`, label: `${name}Response` }),
      oneWay: output === undefined,
      encoded: boundInput?.encoded === true || boundOutput?.encoded === true,
      sentHeaders: this.headers(bound, "input"),
      receivedHeaders: this.headers(bound, "output"),
      faults,
      headerFaults: headerFaults.filter((one) => !faults.some((known) => nameKey(known) === nameKey(one))),
      origin: originOf(abstract, "operation", wsdlName),
    };
  }

  private headers(bound: XmlNode, local: string): readonly MessageElement[] {
    const [message] = childrenNamed(bound, WSDL, local);
    return message === undefined ? [] : readHeaders(message, this.port.soap, this.messages);
  }

  /** How the binding says a message is written. */
  private boundMessage(bound: XmlNode, local: string, rpc: boolean): MessageStyle | undefined {
    const [message] = childrenNamed(bound, WSDL, local);
    if (message === undefined) return undefined;
    for (const node of message.children) {
      if (node.uri !== this.port.soap) {
        if (node.uri === WSDL) continue;
        throw new NotCompilable(node, `<${node.local}> in a binding is not supported`);
      }
      if (node.local !== "body" && node.local !== "header")
        throw new NotCompilable(node, `<soap:${node.local}> is not supported here`);
    }
    const [body] = childrenNamed(message, this.port.soap, "body");
    if (body === undefined) throw new NotCompilable(message, `the ${local} has no soap:body`);
    const use = attributeOf(body, "use") ?? "literal";
    if (use !== "literal" && use !== "encoded")
      throw new NotCompilable(body, `the use ${use} is not supported`);
    if (use === "encoded" && !rpc)
      throw new NotCompilable(body, "encoded messages in document style are not supported");
    const headers = childrenNamed(message, this.port.soap, "header");
    return { rpc, encoded: use === "encoded", body, headers };
  }
}
