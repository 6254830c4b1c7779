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
  rawAttribute,
  requiredAttribute,
  type XmlNode,
} from "./xml-tree.ts";

/** What each facet is called in `Facets`. */
const LENGTHS = new Map([
  ["length", "length"],
  ["minLength", "lengthMin"],
  ["maxLength", "lengthMax"],
]);
const DIGITS = new Map([
  ["totalDigits", "totalDigits"],
  ["fractionDigits", "fractionDigits"],
]);
const BOUNDS = new Set(["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"]);
const NO_FACETS = new Set(["annotation", "simpleType", "enumeration"]);

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

type Facet = RestrictedType["facets"][number];

function readFacets(restriction: XmlNode, base: SimpleType): readonly Facet[] {
  const nodes = restriction.children.filter(({ local }) => !NO_FACETS.has(local));
  const facets = nodes.filter(({ local }) => local !== "pattern").map((node) => readFacet(node, base));
  const patterns = nodes.filter(({ local }) => local === "pattern").map(checkedPattern);
  return patterns.length === 0 ? facets : [...facets, { name: "patterns", source: JSON.stringify(patterns) }];
}

function readFacet(node: XmlNode, base: SimpleType): Facet {
  const { kind, local: builtIn } = builtInOf(base);
  const isNumber = kind === "exact" || kind === "small";
  const value = requiredAttribute(node, "value");
  const count = (isNumber ? DIGITS : LENGTHS).get(node.local);
  if (count !== undefined && /^[0-9]{1,9}$/.test(value))
    return { name: count, source: String(Number(value)) };
  const known =
    node.local === "whiteSpace"
      ? /^(preserve|replace|collapse)$/.test(value)
      : isNumber && BOUNDS.has(node.local) && /^[+-]?[0-9]+(\.[0-9]+)?$/.test(value);
  if (known) return { name: node.local, source: JSON.stringify(value) };
  throw new NotCompilable(node, `xs:${node.local} "${value}" on a type of xs:${builtIn} is not supported`);
}

function checkedPattern(node: XmlNode): string {
  const source = rawAttribute(node, "value") ?? "";
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
  const values = nodes.map((node) => ({
    // In a string a blank is a blank.
    value: (builtIn === "string" && rawAttribute(node, "value")) || requiredAttribute(node, "value"),
    doc: originOf(node, "", "").doc,
  }));
  return values.filter(({ value }, index) => values.findIndex((other) => other.value === value) === index);
}
