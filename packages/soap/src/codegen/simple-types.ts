import { builtInOf, builtInTypes } from "./built-in-types.ts";
import type { ListType, SimpleType } from "./model.ts";
import { readFacets, readValues } from "./facet-nodes.ts";
import { NotCompilable } from "./not-compilable.ts";
import { originOf } from "./origin.ts";
import { type SchemaNode, type SchemaSet, XS } from "./schema-set.ts";
import {
  attributeOf,
  childrenNamed,
  nameAttribute,
  nameKey,
  nameListAttribute,
  type QName,
  type XmlNode,
} from "./xml-tree.ts";

// Far more than people write; what follows such chains would else run out of stack.
const NESTED_MAX = 100;

/** Reads simple types, each once. */
export class SimpleTypes {
  readonly anySimpleType: SimpleType;
  private readonly builtIns = new Map<string, SimpleType>();
  private readonly schemas: SchemaSet;
  private readonly known = new Map<XmlNode, SimpleType>();
  private readonly reading = new Set<XmlNode>();

  constructor(schemas: SchemaSet) {
    this.schemas = schemas;
    for (const local of builtInTypes.keys()) this.builtIns.set(local, { kind: "built-in", local });
    this.anySimpleType = this.builtIns.get("anySimpleType")!;
  }

  /** The simple type of that name, a built-in one included. */
  named(name: QName, referrer: XmlNode): SimpleType {
    if (name.uri === XS) {
      const builtIn = this.builtIns.get(name.local);
      if (builtIn === undefined) throw new NotCompilable(referrer, `xs:${name.local} is not supported`);
      return builtIn;
    }
    const found = this.schemas.find("type", name, referrer);
    if (found.node.local !== "simpleType")
      throw new NotCompilable(referrer, `${nameKey(name)} is not a simple type`);
    return this.read(found, name.local);
  }

  /** A `simpleType` element. `label` names it when it has no name of its own. */
  read({ node, schema }: SchemaNode, label: string): SimpleType {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    if (this.reading.has(node)) throw new NotCompilable(node, `"${label}" is made of itself`);
    if (this.reading.size > NESTED_MAX) throw new NotCompilable(node, `made of over ${NESTED_MAX} types`);
    this.reading.add(node);
    const local = attributeOf(node, "name");
    const defined = {
      name: local === undefined ? undefined : { uri: schema.targetNamespace, local },
      label: local ?? label,
      origin: originOf(node, "simpleType", local ?? `of ${label}`),
    };
    const content = node.children.find(({ local: kind }) => kind !== "annotation");
    const type = this.derived({ node: content ?? node, schema }, defined);
    this.reading.delete(node);
    this.known.set(node, type);
    return type;
  }

  /** What a complex type with text makes of the text of its base. */
  restriction({ node, schema }: SchemaNode, base: SimpleType, label: string): SimpleType {
    const [inline] = childrenNamed(node, XS, "simpleType");
    const from = inline === undefined ? base : this.read({ node: inline, schema }, `${label} base`);
    const facets = readFacets(node, from);
    const values = readValues(node, from);
    if (facets.length === 0 && values === undefined) return from;
    const origin = originOf(node, "restriction", `of ${label}`);
    return { kind: "restricted", name: undefined, label, base: from, facets, values, origin };
  }

  private derived(
    { node, schema }: SchemaNode,
    defined: Pick<ListType, "name" | "label" | "origin">,
  ): SimpleType {
    const { label } = defined;
    const inline = childrenNamed(node, XS, "simpleType");
    const inlineTypes = () => inline.map((one) => this.read({ node: one, schema }, `${label} ${node.local}`));
    switch (node.local) {
      case "restriction": {
        const name = nameAttribute(node, "base");
        const base = name === undefined ? inlineTypes()[0] : this.named(name, node);
        if (base === undefined) throw new NotCompilable(node, "a restriction of nothing");
        const [facets, values] = [readFacets(node, base), readValues(node, base)];
        return { ...defined, kind: "restricted", base, facets, values };
      }
      case "list": {
        const name = nameAttribute(node, "itemType");
        const item = name === undefined ? inlineTypes()[0] : this.named(name, node);
        if (item === undefined) throw new NotCompilable(node, "a list of nothing");
        if (containsList(item)) throw new NotCompilable(node, "a list of lists");
        return { ...defined, kind: "list", item };
      }
      case "union": {
        const names = nameListAttribute(node, "memberTypes");
        const members = [...names.map((name) => this.named(name, node)), ...inlineTypes()];
        if (members.length === 0) throw new NotCompilable(node, "a union of nothing");
        return { ...defined, kind: "union", members };
      }
      default:
        throw new NotCompilable(node, `a simple type that is neither restriction, list nor union`);
    }
  }
}

function containsList(type: SimpleType): boolean {
  if (type.kind === "union") return type.members.some(containsList);
  return builtInOf(type).kind === "list";
}
