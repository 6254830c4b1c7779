import { xsPattern } from "../pattern.ts";
import { type BuiltIn, builtInOf } from "./built-in-types.ts";
import type { RestrictedType, SimpleType } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { ScalarInterpreter } from "./interpret-scalars.ts";
import { documentationOf } from "./origin.ts";
import { XS } from "./schema-set.ts";
import { childrenNamed, namedBy, rawAttribute, requiredAttribute, type XmlNode } from "./xml-tree.ts";

type Facet = RestrictedType["facets"][number];
type Kind = BuiltIn["kind"];

/** What each facet is called in `Facets`. */
const LENGTHS = new Map([
  ["length", "length"],
  ["minLength", "lengthMin"],
  ["maxLength", "lengthMax"],
]);
const HAVE_LENGTH: ReadonlySet<Kind> = new Set(["text", "binary", "list"]);
const DIGITS = new Set(["totalDigits", "fractionDigits"]);
const BOUNDS = new Set(["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"]);
const HAVE_BOUNDS: ReadonlyMap<Kind, RegExp> = new Map([
  ["exact", /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$/],
  ["small", /^[+-]?[0-9]+(\.0*)?$/],
  ["float", /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$|^-?INF$/],
]);
const scalars = new ScalarInterpreter();
// Read on their own, or no facets.
const OTHERS = new Set([
  "annotation",
  "simpleType",
  "enumeration",
  "pattern",
  "attribute",
  "attributeGroup",
  "anyAttribute",
]);

/** What a restriction says about the values of its base, enumerations apart. */
export function readFacets(restriction: XmlNode, base: SimpleType): readonly Facet[] {
  const facets = restriction.children
    .filter(({ local }) => !OTHERS.has(local))
    .map((node) => readFacet(node, base));
  const patterns = childrenNamed(restriction, XS, "pattern").map(checkedPattern);
  const isTime = builtInOf(base).kind === "date";
  if (isTime && facets.some(({ name }) => BOUNDS.has(name))) facets.push({ name: "order", source: '"time"' });
  if (patterns.length > 0) facets.push({ name: "patterns", source: JSON.stringify(patterns) });
  const listed = readListed(restriction, base);
  return listed === undefined ? facets : [...facets, listed];
}

function readFacet(node: XmlNode, base: SimpleType): Facet {
  const { kind, local: builtIn } = builtInOf(base);
  const value = requiredAttribute(node, "value");
  const length = HAVE_LENGTH.has(kind) ? LENGTHS.get(node.local) : undefined;
  const digits = (kind === "exact" || kind === "small") && DIGITS.has(node.local) ? node.local : undefined;
  const count = length ?? digits;
  if (count !== undefined && /^[0-9]{1,9}$/.test(value)) {
    return { name: count, source: String(Number(value)) };
  }
  const known =
    node.local === "whiteSpace"
      ? (kind === "text" ? /^(preserve|replace|collapse)$/ : /^collapse$/).test(value)
      : BOUNDS.has(node.local) &&
        (kind === "date"
          ? scalars.of({ kind: "built-in", local: builtIn }).parse(value) === value
          : HAVE_BOUNDS.get(kind)?.test(value) === true);
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

/** Enumerations become constants where their values are text or whole numbers, and a facet elsewhere. */
const isConstant = (kind: Kind) => kind === "text" || kind === "small" || kind === "exact";

/** The values of an enumeration that become constants. */
export function readValues(restriction: XmlNode, base: SimpleType): RestrictedType["values"] {
  const nodes = childrenNamed(restriction, XS, "enumeration");
  const { kind, local: builtIn } = builtInOf(base);
  if (nodes.length === 0 || !isConstant(kind)) return undefined;
  const values = nodes.map((node) => ({
    // In a string a blank is a blank.
    value: (builtIn === "string" && rawAttribute(node, "value")) || requiredAttribute(node, "value"),
    doc: documentationOf(node),
  }));
  return values.filter(({ value }, index) => values.findIndex((other) => other.value === value) === index);
}

/** The values of an enumeration of dates, lists, bytes and the like. */
function readListed(restriction: XmlNode, base: SimpleType): Facet | undefined {
  const nodes = childrenNamed(restriction, XS, "enumeration");
  const { kind } = builtInOf(base);
  if (nodes.length === 0 || isConstant(kind)) return undefined;
  if (kind !== "name") {
    return { name: "values", source: JSON.stringify(nodes.map((node) => requiredAttribute(node, "value"))) };
  }
  const names = nodes.map((node) => namedBy(node, requiredAttribute(node, "value")));
  return { name: "names", source: JSON.stringify(names) };
}
