import { xsPattern } from "../pattern.ts";
import { builtInOf, builtInTypes } from "./built-in-types.ts";
import type { RestrictedType, SimpleType } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { originOf } from "./origin.ts";
import { type SchemaNode, type SchemaSet, XS } from "./schema-set.ts";
import {
  attributeOf,
  childrenNamed,
  nameAttribute,
  nameKey,
  type QName,
  requiredAttribute,
  type XmlNode,
} from "./xml-tree.ts";

const LENGTHS = new Map([
  ["length", "length"],
  ["minLength", "lengthMin"],
  ["maxLength", "lengthMax"],
  ["totalDigits", "totalDigits"],
  ["fractionDigits", "fractionDigits"],
]);
const BOUNDS = new Set(["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"]);

/** Reads simple types, each once. */
export class SimpleTypes {
  private readonly schemas: SchemaSet;
  private readonly known = new Map<XmlNode, SimpleType>();
  private readonly reading = new Set<XmlNode>();

  constructor(schemas: SchemaSet) {
    this.schemas = schemas;
  }

  /** The built-in type of that name. */
  builtIn(name: QName, referrer: XmlNode): SimpleType {
    if (!builtInTypes.has(name.local)) throw new NotCompilable(referrer, `xs:${name.local} is not supported`);
    return { kind: "built-in", local: name.local };
  }

  /** A `simpleType` element. `label` names it when it has no name of its own. */
  read({ node, schema }: SchemaNode, label: string): SimpleType {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    if (this.reading.has(node)) throw new NotCompilable(node, `"${label}" restricts itself`);
    this.reading.add(node);
    const [restriction] = childrenNamed(node, XS, "restriction");
    if (restriction === undefined) {
      const content = node.children.find(({ local }) => local !== "annotation");
      throw new NotCompilable(
        content ?? node,
        `a simple type by xs:${content?.local ?? "nothing"} is not supported`,
      );
    }
    const local = attributeOf(node, "name");
    const base = this.base({ node: restriction, schema }, label);
    const type: RestrictedType = {
      kind: "restricted",
      name: local === undefined ? undefined : { uri: schema.targetNamespace, local },
      label: local ?? label,
      base,
      facets: readFacets(restriction, base),
      values: readValues(restriction, base),
      origin: originOf(node, "simpleType", local ?? `of ${label}`),
    };
    this.known.set(node, type);
    return type;
  }

  private base({ node, schema }: SchemaNode, label: string): SimpleType {
    const name = nameAttribute(node, "base");
    if (name === undefined) {
      const [inline] = childrenNamed(node, XS, "simpleType");
      if (inline === undefined) throw new NotCompilable(node, "a restriction of nothing");
      return this.read({ node: inline, schema }, `${label}Base`);
    }
    if (name.uri === XS) return this.builtIn(name, node);
    const found = this.schemas.find("type", name, node);
    if (found.node.local !== "simpleType")
      throw new NotCompilable(node, `${nameKey(name)} is not a simple type`);
    return this.read(found, name.local);
  }
}

function readFacets(restriction: XmlNode, base: SimpleType): RestrictedType["facets"] {
  const facets: { name: string; source: string }[] = [];
  const patterns: string[] = [];
  const { kind, local: builtIn } = builtInOf(base);
  for (const node of restriction.children) {
    const { local } = node;
    if (local === "annotation" || local === "simpleType" || local === "enumeration") continue;
    const value = requiredAttribute(node, "value");
    const length = LENGTHS.get(local);
    const digits = local === "totalDigits" || local === "fractionDigits";
    if (local === "pattern") patterns.push(checkedPattern(node));
    else if (local === "whiteSpace" && /^(preserve|replace|collapse)$/.test(value)) {
      facets.push({ name: local, source: JSON.stringify(value) });
    } else if (
      length !== undefined &&
      /^[0-9]{1,9}$/.test(value) &&
      digits === (kind === "exact" || kind === "small")
    ) {
      facets.push({ name: length, source: String(Number(value)) });
    } else if (
      BOUNDS.has(local) &&
      (kind === "exact" || kind === "small") &&
      /^[+-]?[0-9]+(\.[0-9]+)?$/.test(value)
    ) {
      facets.push({ name: local, source: JSON.stringify(value) });
    } else
      throw new NotCompilable(node, `xs:${local} "${value}" on a type of xs:${builtIn} is not supported`);
  }
  if (patterns.length > 0) facets.push({ name: "patterns", source: JSON.stringify(patterns) });
  return facets;
}

function checkedPattern(node: XmlNode): string {
  // Not through `requiredAttribute`, which trims: a blank means a blank here.
  const source = node.attributes.find(({ local, uri }) => local === "value" && uri === "")?.value ?? "";
  try {
    xsPattern(source);
  } catch (error) {
    if (error instanceof SyntaxError) throw new NotCompilable(node, `the pattern has ${error.message}`);
    throw error;
  }
  return source;
}

function readValues(restriction: XmlNode, base: SimpleType): RestrictedType["values"] {
  const nodes = childrenNamed(restriction, XS, "enumeration");
  const [first] = nodes;
  if (first === undefined) return undefined;
  const { kind, local: builtIn } = builtInOf(base);
  if (kind !== "text" && kind !== "small") {
    throw new NotCompilable(first, `an enumeration of xs:${builtIn} is not supported`);
  }
  return nodes.map((node) => ({ value: requiredAttribute(node, "value"), doc: originOf(node, "", "").doc }));
}
