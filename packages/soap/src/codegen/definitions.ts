import type { ContractFolder } from "./contract-folder.ts";
import { NotCompilable } from "./not-compilable.ts";
import { SchemaSet, XS } from "./schema-set.ts";
import { WSDL } from "./wsdl-names.ts";
import { attributeOf, nameKey, nameOf, type QName, requiredAttribute, type XmlNode } from "./xml-tree.ts";

type DefinitionKind = "binding" | "message" | "portType";

/** Everything a WSDL and the files it imports define, by name. */
export class Definitions {
  readonly root: XmlNode;
  readonly schemas: SchemaSet;
  readonly services: XmlNode[] = [];
  /** What is not WSDL's own: policies, partner links. */
  readonly extensions: XmlNode[] = [];
  readonly folder: ContractFolder;
  private readonly known = new Map<string, XmlNode>();
  private readonly loaded = new Set<string>();

  constructor(folder: ContractFolder, file: string) {
    this.folder = folder;
    this.schemas = new SchemaSet(folder);
    // Locations are relative to the file that says them, and this one says itself.
    this.root = folder.document(file.slice(file.lastIndexOf("/") + 1), { file, line: 1 });
    this.load(this.root);
  }

  /** @throws {NotCompilable} when there is none */
  find(kind: DefinitionKind, name: QName, referrer: XmlNode): XmlNode {
    const found = this.known.get(definitionKey(kind, name));
    if (found === undefined) throw new NotCompilable(referrer, `there is no ${kind} ${nameKey(name)}`);
    return found;
  }

  /** Takes in a document and all it imports; they may import each other. */
  private load(root: XmlNode): void {
    if (root.uri !== WSDL || root.local !== "definitions")
      throw new NotCompilable(root, "not a WSDL 1.1 document");
    this.loaded.add(root.file);
    const targetNamespace = attributeOf(root, "targetNamespace") ?? "";
    for (const node of root.children) {
      if (node.uri !== WSDL) this.extensions.push(node);
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

  private define(node: XmlNode, targetNamespace: string): void {
    const key = definitionKey(node.local, { uri: targetNamespace, local: nameOf(node) });
    const known = this.known.get(key);
    if (known !== undefined) {
      throw new NotCompilable(node, `${key} is defined at ${known.file}:${known.line} already`);
    }
    this.known.set(key, node);
  }
}

const definitionKey = (kind: string, name: QName) => `${kind} ${nameKey(name)}`;
