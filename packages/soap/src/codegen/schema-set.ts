import { chameleon } from "./chameleon.ts";
import type { ContractFolder } from "./contract-folder.ts";
import { baseOf } from "./derivation.ts";
import { NameMap } from "./name-map.ts";
import { NotCompilable, type SourcePlace } from "./not-compilable.ts";
import { sameTree } from "./same-tree.ts";
import { wellKnownSchema } from "./well-known/index.ts";
import { attributeOf, nameAttribute, nameKey, nameOf, type QName, type XmlNode } from "./xml-tree.ts";

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

/** Kinds of names. Simple and complex types share one. */
type SymbolSpace = "element" | "type" | "group" | "attribute" | "attributeGroup";
const SPACES: ReadonlyMap<string, SymbolSpace> = new Map([
  ["element", "element"],
  ["complexType", "type"],
  ["simpleType", "type"],
  ["group", "group"],
  ["attribute", "attribute"],
  ["attributeGroup", "attributeGroup"],
]);
// Far more than people write; what follows such chains would else run out of stack.
const CHAIN_MAX = 100;
const IGNORED = new Set(["annotation", "notation"]);
const NOTHING: readonly never[] = [];

/** The global components of all schema documents a contract reaches, by expanded name. */
export class SchemaSet {
  private readonly folder: ContractFolder;
  private readonly components: Readonly<Record<SymbolSpace, NameMap<SchemaNode>>> = {
    element: new NameMap(),
    type: new NameMap(),
    group: new NameMap(),
    attribute: new NameMap(),
    attributeGroup: new NameMap(),
  };
  private readonly globals = new Set<XmlNode>();
  private readonly loaded = new Set<string>();
  private readonly described = new Set<string>();
  /** Imports that leave open where their namespace is described. */
  private readonly unlocated = new Map<string, SourcePlace>();
  private readonly derived = new NameMap<QName[]>();
  private readonly substitutes = new NameMap<QName[]>();

  constructor(folder: ContractFolder) {
    this.folder = folder;
  }

  /** Takes in a schema document, unless it has been already. */
  addDocument(document: XmlNode, expectedNamespace?: string): void {
    const key = `${document.file} ${attributeOf(document, "targetNamespace") ?? expectedNamespace ?? ""}`;
    if (this.loaded.has(key)) return;
    this.loaded.add(key);
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
    this.described.add(targetNamespace);
    const schema: SchemaDocument = {
      targetNamespace,
      elementsQualified: attributeOf(root, "elementFormDefault") === "qualified",
      attributesQualified: attributeOf(root, "attributeFormDefault") === "qualified",
    };
    for (const node of root.children) {
      const space = SPACES.get(node.local);
      if (node.uri !== XS) throw new NotCompilable(node, `<${node.local}> does not belong into a schema`);
      if (node.local === "import") this.import(node);
      else if (node.local === "include") this.include(node, targetNamespace);
      else if (space !== undefined) this.define(space, { node, schema });
      else if (!IGNORED.has(node.local)) throw new NotCompilable(node, `xs:${node.local} is not supported`);
    }
  }

  /** @throws {NotCompilable} when there is none */
  find(space: SymbolSpace, name: QName, referrer: SourcePlace): SchemaNode {
    const components = this.components[space];
    const known = components.get(name);
    if (known !== undefined) return known;
    // The contract's own description of a namespace comes first; ours is for contracts that have none.
    const described = wellKnownSchema(name.uri);
    if (described !== undefined) this.addDocument(described);
    const found = components.get(name);
    if (found === undefined) {
      throw new NotCompilable(referrer, `there is no ${space} ${nameKey(name)}${this.whyNot(name.uri)}`);
    }
    return found;
  }

  /** svcutil keeps a service's schemas without saying in one where another is. */
  private whyNot(namespace: string): string {
    const place = this.described.has(namespace) ? undefined : this.unlocated.get(namespace);
    return place === undefined
      ? ""
      : `: ${place.file}:${place.line} imports that namespace without a schemaLocation`;
  }

  /** Whether this is the declaration of a component everybody can name. */
  isGlobal(node: XmlNode): boolean {
    return this.globals.has(node);
  }

  /** The types that derive from this one, directly or not, each before those that derive from it. */
  allDerivedFrom(base: QName): readonly QName[] {
    return descendants(base, this.derived);
  }

  /** The elements that say they may stand for this one, or for one that may. */
  substitutesOf(head: QName): readonly QName[] {
    return descendants(head, this.substitutes);
  }

  /** The element this one may stand for. */
  headOf(element: XmlNode): SchemaNode | undefined {
    const head = nameAttribute(element, "substitutionGroup");
    if (head === undefined) return undefined;
    const seen = new Set([element]);
    for (let name: QName | undefined = head; name !== undefined;) {
      const { node } = this.find("element", name, element);
      if (seen.has(node)) throw new NotCompilable(element, "an element that stands for itself");
      if (seen.size > CHAIN_MAX) throw new NotCompilable(element, `over ${CHAIN_MAX} elements in one chain`);
      seen.add(node);
      name = nameAttribute(node, "substitutionGroup");
    }
    return this.find("element", head, element);
  }

  /** @throws {NotCompilable} when a type derives from itself */
  refuseCircular(type: XmlNode): void {
    const seen = new Set([type]);
    for (let base = baseOf(type), place = type; base !== undefined && base.uri !== XS; base = baseOf(place)) {
      place = this.find("type", base, place).node;
      if (seen.has(place)) {
        throw new NotCompilable(type, `"${attributeOf(type, "name") ?? "a type"}" derives from itself`);
      }
      if (seen.size > CHAIN_MAX) throw new NotCompilable(type, `derived over ${CHAIN_MAX} times`);
      seen.add(place);
    }
  }

  private import(node: XmlNode): void {
    const location = attributeOf(node, "schemaLocation");
    const namespace = attributeOf(node, "namespace") ?? "";
    // Without a location the namespace comes from another document, or it is missed when a name of it is looked up.
    if (location === undefined) {
      if (!this.unlocated.has(namespace)) this.unlocated.set(namespace, node);
      return;
    }
    const isFile = this.folder.has(location, node);
    if (!isFile && wellKnownSchema(namespace) !== undefined) return;
    this.addDocument(this.folder.document(location, node), namespace);
  }

  private include(node: XmlNode, targetNamespace: string): void {
    const location = attributeOf(node, "schemaLocation");
    if (location === undefined) return;
    const document = this.folder.document(location, node);
    const isChameleon = targetNamespace !== "" && attributeOf(document, "targetNamespace") === undefined;
    // A schema without a namespace takes that of whoever includes it.
    this.addDocument(isChameleon ? chameleon(document, targetNamespace) : document, targetNamespace);
  }

  private define(space: SymbolSpace, component: SchemaNode): void {
    const { node, schema } = component;
    const name = { uri: schema.targetNamespace, local: nameOf(node) };
    const components = this.components[space];
    const known = components.get(name);
    if (known !== undefined) {
      // A WSDL in several files often brings the same schema in each of them.
      const sameForms =
        known.schema.elementsQualified === schema.elementsQualified &&
        known.schema.attributesQualified === schema.attributesQualified;
      if (sameForms && sameTree(known.node, node)) return;
      throw new NotCompilable(
        node,
        `${node.local} ${nameKey(name)} is defined at ${known.node.file}:${known.node.line} already`,
      );
    }
    components.set(name, component);
    this.globals.add(node);
    const head = nameAttribute(node, "substitutionGroup");
    if (head !== undefined) append(this.substitutes, head, name);
    const base = baseOf(node);
    if (base !== undefined) append(this.derived, base, name);
  }
}

/** What is below a name, at any depth: each directly before what is below it. */
function descendants(root: QName, children: NameMap<QName[]>): readonly QName[] {
  const direct = children.get(root);
  if (direct === undefined) return NOTHING;
  const found: QName[] = [];
  // A name is the child of one name, so each has one object.
  const seen = new Set<QName>();
  const todo = direct.toReversed();
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    found.push(name);
    todo.push(...(children.get(name) ?? NOTHING).toReversed());
  }
  return found;
}

function append(lists: NameMap<QName[]>, key: QName, name: QName): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [name]);
  else list.push(name);
}
