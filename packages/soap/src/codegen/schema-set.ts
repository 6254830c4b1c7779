import type { ContractFolder } from "./contract-folder.ts";
import { NotCompilable, type SourcePlace } from "./not-compilable.ts";
import {
  attributeOf,
  childrenNamed,
  nameAttribute,
  nameKey,
  nameOf,
  type QName,
  type XmlNode,
} from "./xml-tree.ts";

export const XS = "http://www.w3.org/2001/XMLSchema";

/** A component as written, and what its schema document says for all of them. */
export interface SchemaNode {
  readonly node: XmlNode;
  readonly schema: SchemaDocument;
}

interface SchemaDocument {
  readonly targetNamespace: string;
  readonly elementsQualified: boolean;
  readonly attributesQualified: boolean;
}

type ComponentKind = "element" | "complexType" | "simpleType";
const IGNORED = new Set([
  "annotation",
  "notation",
  "group",
  "attributeGroup",
  "attribute",
  "import",
  "include",
]);

/** The global components of all schema documents a contract reaches, by expanded name. */
export class SchemaSet {
  private readonly folder: ContractFolder;
  private readonly components = new Map<string, SchemaNode>();
  private readonly loaded = new Set<string>();
  private readonly extensions = new Map<string, QName[]>();
  private readonly substituted = new Set<string>();

  constructor(folder: ContractFolder) {
    this.folder = folder;
  }

  /** Takes in a schema document, unless it has been already. */
  addDocument(document: XmlNode, expectedNamespace?: string): void {
    if (this.loaded.has(document.file)) return;
    this.loaded.add(document.file);
    this.add(document, expectedNamespace);
  }

  /** Takes in a schema element, wherever it stands, and every document it imports or includes. */
  add(root: XmlNode, expectedNamespace?: string): void {
    if (root.uri !== XS || root.local !== "schema") throw new NotCompilable(root, "not an XML Schema");
    const targetNamespace = attributeOf(root, "targetNamespace") ?? "";
    if (expectedNamespace !== undefined && expectedNamespace !== targetNamespace) {
      throw new NotCompilable(
        root,
        `the schema is for "${targetNamespace}", but "${expectedNamespace}" was asked for`,
      );
    }
    const schema: SchemaDocument = {
      targetNamespace,
      elementsQualified: attributeOf(root, "elementFormDefault") === "qualified",
      attributesQualified: attributeOf(root, "attributeFormDefault") === "qualified",
    };
    for (const node of root.children) {
      if (node.uri !== XS) throw new NotCompilable(node, `<${node.local}> does not belong into a schema`);
      if (node.local === "import" || node.local === "include") this.follow(node, targetNamespace);
      else if (node.local === "element" || node.local === "complexType" || node.local === "simpleType") {
        this.define(node.local, { node, schema });
      } else if (!IGNORED.has(node.local)) throw new NotCompilable(node, `xs:${node.local} is not supported`);
    }
  }

  /** @throws {NotCompilable} when there is none */
  find(kind: "element" | "type", name: QName, referrer: SourcePlace): SchemaNode {
    const kinds: readonly ComponentKind[] = kind === "element" ? ["element"] : ["complexType", "simpleType"];
    for (const one of kinds) {
      const found = this.components.get(`${one} ${nameKey(name)}`);
      if (found !== undefined) return found;
    }
    throw new NotCompilable(referrer, `there is no ${kind} ${nameKey(name)}`);
  }

  /** The types that extend this one directly, in the order of their documents. */
  extensionsOf(base: QName): readonly QName[] {
    return this.extensions.get(nameKey(base)) ?? [];
  }

  /** Whether other elements may stand for this one. */
  hasSubstitutes(head: QName): boolean {
    return this.substituted.has(nameKey(head));
  }

  private follow(node: XmlNode, targetNamespace: string): void {
    const location = attributeOf(node, "schemaLocation");
    // Without a location the namespace comes from another document, or it is missed when a name of it is looked up.
    if (location === undefined) return;
    this.addDocument(
      this.folder.document(location, node),
      node.local === "import" ? (attributeOf(node, "namespace") ?? "") : targetNamespace,
    );
  }

  private define(kind: ComponentKind, component: SchemaNode): void {
    const { node, schema } = component;
    const name = { uri: schema.targetNamespace, local: nameOf(node) };
    const key = `${kind} ${nameKey(name)}`;
    const known = this.components.get(key);
    if (known !== undefined) {
      throw new NotCompilable(node, `${key} is defined at ${known.node.file}:${known.node.line} already`);
    }
    this.components.set(key, component);
    const head = nameAttribute(node, "substitutionGroup");
    if (head !== undefined) this.substituted.add(nameKey(head));
    const base = extensionBase(node);
    if (base !== undefined)
      this.extensions.set(nameKey(base), [...(this.extensions.get(nameKey(base)) ?? []), name]);
  }
}

/** What a complex type derives its content from, by extension or by restriction. */
function extensionBase(type: XmlNode): QName | undefined {
  const [content] = childrenNamed(type, XS, "complexContent");
  const derivation = content?.children.find(({ local }) => local === "extension" || local === "restriction");
  return derivation === undefined ? undefined : nameAttribute(derivation, "base");
}
