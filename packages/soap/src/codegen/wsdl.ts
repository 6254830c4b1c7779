import type { ContractFolder } from "./contract-folder.ts";
import { TypeReader } from "./complex-types.ts";
import type { MessageElement, OperationModel, ServiceModel } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { originOf } from "./origin.ts";
import { SchemaSet, XS } from "./schema-set.ts";
import {
  attributeOf,
  childrenNamed,
  nameAttribute,
  nameKey,
  nameOf,
  type QName,
  requiredAttribute,
  requiredName,
  sameName,
  type XmlNode,
} from "./xml-tree.ts";

const WSDL = "http://schemas.xmlsoap.org/wsdl/";
const SOAP_11 = "http://schemas.xmlsoap.org/wsdl/soap/";
const SOAP_12 = "http://schemas.xmlsoap.org/wsdl/soap12/";
const ADDRESSING_METADATA = "http://www.w3.org/2007/05/addressing/metadata";
const HTTP_TRANSPORTS = new Set([
  "http://schemas.xmlsoap.org/soap/http",
  "http://www.w3.org/2003/05/soap/bindings/HTTP/",
]);

/**
 * Reads the service a WSDL describes: the operations asked for, or all, and the types they reach.
 * @throws {NotCompilable}
 */
export function readService(
  folder: ContractFolder,
  file: string,
  wanted: readonly string[] | undefined,
): ServiceModel {
  return new WsdlReader(folder, file).service(wanted);
}

class WsdlReader {
  private readonly folder: ContractFolder;
  private readonly root: XmlNode;
  private readonly schemas: SchemaSet;
  private readonly types: TypeReader;
  private readonly definitions = new Map<string, XmlNode>();
  private readonly services: XmlNode[] = [];
  private readonly loaded = new Set<string>();
  private readonly notes: string[] = [];

  constructor(folder: ContractFolder, file: string) {
    this.folder = folder;
    this.schemas = new SchemaSet(folder);
    this.types = new TypeReader(this.schemas);
    this.root = folder.document(file, { file, line: 1 });
    this.load(this.root);
  }

  service(wanted: readonly string[] | undefined): ServiceModel {
    const { binding, soap } = this.chooseBinding();
    const portType = this.definition("portType", requiredName(binding, "type"), binding);
    const bound = childrenNamed(binding, WSDL, "operation");
    for (const name of wanted ?? []) {
      if (!bound.some((operation) => attributeOf(operation, "name") === name)) {
        throw new NotCompilable(binding, `there is no operation "${name}"`);
      }
    }
    const [soapBinding] = childrenNamed(binding, soap, "binding");
    const operations = bound
      .filter((operation) => wanted?.includes(nameOf(operation)) ?? true)
      .map((operation) => this.operation(operation, portType, soap, attributeOf(soapBinding!, "style")));
    return {
      version: soap === SOAP_11 ? "1.1" : "1.2",
      operations,
      prefixes: this.root.prefixes,
      notes: this.notes,
      origin: originOf(binding, "binding", nameOf(binding)),
    };
  }

  /** Takes in a document and all it imports; they may import each other. */
  private load(root: XmlNode): void {
    if (root.uri !== WSDL || root.local !== "definitions")
      throw new NotCompilable(root, "not a WSDL 1.1 document");
    this.loaded.add(root.file);
    const targetNamespace = attributeOf(root, "targetNamespace") ?? "";
    for (const node of root.children) {
      if (node.uri !== WSDL) this.note(node);
      else if (node.local === "import") this.follow(node);
      else if (node.local === "types") this.loadTypes(node);
      else if (node.local === "service") this.services.push(node);
      else if (node.local !== "documentation") this.define(node, targetNamespace);
    }
  }

  private follow(node: XmlNode): void {
    const document = this.folder.document(requiredAttribute(node, "location"), node);
    if (document.uri === XS) this.schemas.addDocument(document);
    else if (!this.loaded.has(document.file)) this.load(document);
  }

  private loadTypes(types: XmlNode): void {
    for (const node of types.children) {
      if (node.uri === XS) this.schemas.add(node);
      else if (node.local !== "documentation")
        throw new NotCompilable(node, `<${node.local}> in types is not supported`);
    }
  }

  /** The SOAP binding of the first SOAP port. Other protocols are noted; a second interface is an open question. */
  private chooseBinding(): { binding: XmlNode; soap: string } {
    const ports = this.services.flatMap((service) => childrenNamed(service, WSDL, "port"));
    const candidates = ports.flatMap((port) => {
      const binding = this.definition("binding", requiredName(port, "binding"), port);
      const soap = [SOAP_11, SOAP_12].find((uri) => childrenNamed(binding, uri, "binding").length > 0);
      if (soap === undefined) this.note(port);
      return soap === undefined ? [] : [{ port, binding, soap }];
    });
    const [first, ...others] = candidates;
    if (first === undefined) throw new NotCompilable(this.root, "there is no port with a SOAP binding");
    for (const { port, binding } of others) {
      if (!sameName(requiredName(binding, "type"), requiredName(first.binding, "type"))) {
        throw new NotCompilable(port, "a second SOAP port with other operations is not supported");
      }
      this.note(port);
    }
    const [soapBinding] = childrenNamed(first.binding, first.soap, "binding");
    if (!HTTP_TRANSPORTS.has(requiredAttribute(soapBinding!, "transport"))) {
      throw new NotCompilable(soapBinding!, "a transport other than HTTP is not supported");
    }
    for (const node of first.binding.children)
      if (node.uri !== WSDL && node.uri !== first.soap) this.note(node);
    return first;
  }

  private operation(
    bound: XmlNode,
    portType: XmlNode,
    soap: string,
    bindingStyle: string | undefined,
  ): OperationModel {
    const name = nameOf(bound);
    const abstracts = childrenNamed(portType, WSDL, "operation").filter(
      (one) => attributeOf(one, "name") === name,
    );
    const [abstract] = abstracts;
    if (abstract === undefined) throw new NotCompilable(bound, `the port type has no operation "${name}"`);
    if (abstracts.length > 1)
      throw new NotCompilable(abstracts[1]!, `"${name}" is overloaded; that is not supported`);
    const [soapOperation] = childrenNamed(bound, soap, "operation");
    const style = (soapOperation && attributeOf(soapOperation, "style")) ?? bindingStyle ?? "document";
    if (style !== "document")
      throw new NotCompilable(soapOperation ?? bound, `the style ${style} is not supported`);
    checkBodies(bound, soap);

    const [input, output] = ["input", "output"].map((local) => childrenNamed(abstract, WSDL, local)[0]);
    if (input === undefined || output === undefined) {
      throw new NotCompilable(
        abstract,
        `"${name}" has no ${input === undefined ? "input" : "output"}; that is not supported`,
      );
    }
    return {
      name,
      action: actionOf(input, soapOperation),
      input: this.message(input),
      output: this.message(output),
      faults: this.faults(abstract),
      origin: originOf(abstract, "operation", name),
    };
  }

  /** Several faults may come with the same detail. */
  private faults(abstract: XmlNode): readonly MessageElement[] {
    const faults = childrenNamed(abstract, WSDL, "fault").map((fault) => this.message(fault));
    return [...new Map(faults.map((fault) => [nameKey(fault), fault])).values()];
  }

  private message(reference: XmlNode): MessageElement {
    const message = this.definition("message", requiredName(reference, "message"), reference);
    const parts = childrenNamed(message, WSDL, "part");
    const [part] = parts;
    if (part === undefined || parts.length > 1) {
      throw new NotCompilable(message, `a message of ${parts.length} parts is not supported`);
    }
    const element = nameAttribute(part, "element");
    if (element === undefined) throw new NotCompilable(part, "a part by type is not supported");
    return { ...element, type: this.types.elementType(element, part) };
  }

  private define(node: XmlNode, targetNamespace: string): void {
    const key = definitionKey(node.local, { uri: targetNamespace, local: nameOf(node) });
    const known = this.definitions.get(key);
    if (known !== undefined) {
      throw new NotCompilable(node, `${key} is defined at ${known.file}:${known.line} already`);
    }
    this.definitions.set(key, node);
  }

  private definition(kind: string, name: QName, referrer: XmlNode): XmlNode {
    const found = this.definitions.get(definitionKey(kind, name));
    if (found === undefined) throw new NotCompilable(referrer, `there is no ${kind} ${nameKey(name)}`);
    return found;
  }

  private note(node: XmlNode): void {
    this.notes.push(`${node.local} at ${node.file}:${node.line}`);
  }
}

const definitionKey = (kind: string, name: QName) => `${kind} ${nameKey(name)}`;

/** Everything about the messages of an operation that is not plain document/literal. */
function checkBodies(bound: XmlNode, soap: string): void {
  for (const message of bound.children.filter(({ uri }) => uri === WSDL)) {
    for (const node of message.children) {
      if (node.uri !== soap) {
        if (node.uri === WSDL) continue;
        throw new NotCompilable(node, `<${node.local}> in a binding is not supported`);
      }
      if (node.local !== "body" && node.local !== "fault") {
        throw new NotCompilable(node, `<soap:${node.local}> is not supported`);
      }
      if ((attributeOf(node, "use") ?? "literal") !== "literal") {
        throw new NotCompilable(node, "encoded messages are not supported");
      }
    }
  }
}

function actionOf(input: XmlNode, soapOperation: XmlNode | undefined): string {
  const addressing = input.attributes.find(
    ({ uri, local }) => uri === ADDRESSING_METADATA && local === "Action",
  )?.value;
  const soapAction = soapOperation && attributeOf(soapOperation, "soapAction");
  if (addressing !== undefined && soapAction && soapAction !== addressing) {
    throw new NotCompilable(input, `the action "${addressing}" is not the soapAction "${soapAction}"`);
  }
  const action = addressing ?? soapAction ?? "";
  // It travels in a quoted HTTP header parameter.
  if (!/^[\u0021-\u007e]*$/.test(action) || /["\\]/.test(action)) {
    throw new NotCompilable(soapOperation ?? input, "an action with characters a header cannot carry");
  }
  return action;
}
