import { headerElement } from "./header-messages.ts";
import type { MessageReader } from "./messages.ts";
import type { FaultModel } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import type { SoapPort } from "./ports.ts";
import { WSDL } from "./wsdl-names.ts";
import { attributeOf, childrenNamed, nameAttribute, nameKey, nameOf, type XmlNode } from "./xml-tree.ts";

/** Reads what an operation declares it may refuse with. */
export class FaultReader {
  private readonly port: SoapPort;
  private readonly messages: MessageReader;

  constructor(port: SoapPort, messages: MessageReader) {
    this.port = port;
    this.messages = messages;
  }

  /** Several faults may come with the same detail; it is one then. */
  of(bound: XmlNode, abstract: XmlNode): readonly FaultModel[] {
    const bindings = new Map(
      childrenNamed(bound, WSDL, "fault").map((node) => [attributeOf(node, "name"), this.soapFault(node)]),
    );
    return once(
      childrenNamed(abstract, WSDL, "fault").map((fault) =>
        this.fault(fault, bindings.get(attributeOf(fault, "name"))),
      ),
    );
  }

  /** Those that a fault message carries in its header. */
  ofHeaders(bound: XmlNode): readonly FaultModel[] {
    const { soap } = this.port;
    const headers = ["input", "output"]
      .flatMap((local) => childrenNamed(bound, WSDL, local))
      .flatMap((message) => childrenNamed(message, soap, "header"));
    return once(
      headers
        .flatMap((header) => childrenNamed(header, soap, "headerfault"))
        .map((node) => headerElement(node, this.messages, false))
        .map((element) => ({ ...element, name: element.local, typeName: undefined })),
    );
  }

  private soapFault(bound: XmlNode): XmlNode | undefined {
    const [fault] = childrenNamed(bound, this.port.soap, "fault");
    const use = fault && attributeOf(fault, "use");
    if (use !== undefined && use !== "literal" && use !== "encoded")
      throw new NotCompilable(fault!, `the use ${use} is not supported`);
    return fault;
  }

  private fault(fault: XmlNode, soapFault: XmlNode | undefined): FaultModel {
    const message = this.messages.messageOf(fault);
    const parts = childrenNamed(message, WSDL, "part");
    const [part] = parts;
    if (part === undefined || parts.length > 1) {
      throw new NotCompilable(message, `a fault of ${parts.length} parts is illegal (WS-I R2742)`);
    }
    const encoded = soapFault !== undefined && attributeOf(soapFault, "use") === "encoded";
    if (!encoded) {
      const element = this.messages.element(part);
      return { ...element, name: element.local, typeName: undefined };
    }
    // An encoded detail goes by the name of its part, or by whatever the server calls it and says its type.
    return {
      uri: attributeOf(soapFault, "namespace") ?? "",
      local: nameOf(part),
      type: this.messages.type(part),
      nillable: false,
      constraint: undefined,
      name: nameOf(fault),
      typeName: nameAttribute(part, "type"),
    };
  }
}

const once = (faults: readonly FaultModel[]): readonly FaultModel[] => [
  ...new Map(
    faults.map((fault) => [
      `${nameKey(fault)} ${fault.typeName === undefined ? "" : nameKey(fault.typeName)}`,
      fault,
    ]),
  ).values(),
];
