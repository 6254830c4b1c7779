import { isEncoding } from "../encoded/encoding.ts";
import { builtInTypes } from "./built-in-types.ts";
import type { ElementMember } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { XS } from "./schema-set.ts";
import { WSDL } from "./wsdl-names.ts";
import { isTrue, nameAttribute, type QName, sameName, type XmlNode } from "./xml-tree.ts";

/** The types that SOAP encoding calls like those of XML Schema, for values that others may refer to. */
export const isEncodedBuiltIn = ({ uri, local }: QName): boolean =>
  isEncoding(uri) && builtInTypes.has(local);

/** What is in an array of SOAP encoding, and where that is said. */
export interface SoapArrayItem {
  readonly name: QName;
  /** How many arrays are around it inside this one: 1 of `xsd:int[][]`, an array of arrays. */
  readonly arraysAround: number;
  readonly place: XmlNode;
}

// Far more than people write.
const ARRAYS_AROUND_MAX = 10;

/**
 * What the items of an array of SOAP encoding are, if the complex type is one: a restriction (or, with some tools, an
 * extension) of `Array` whose attribute says `wsdl:arrayType`.
 * @throws {NotCompilable} on arrays of several dimensions
 */
export function soapArrayItem(type: XmlNode): SoapArrayItem | undefined {
  const derivation = type.children
    .find(({ uri, local }) => uri === XS && local === "complexContent")
    ?.children.find(({ local }) => local === "restriction" || local === "extension");
  const base = derivation && nameAttribute(derivation, "base");
  if (base?.local !== "Array" || !isEncoding(base.uri)) return undefined;
  const [place, written] = arrayTypeIn(derivation!) ?? [];
  if (place === undefined || written === undefined) {
    throw new NotCompilable(derivation!, "an array of SOAP encoding without wsdl:arrayType");
  }
  const [, name, dimensions] = /^\s*([^[\]\s]+)\s*((?:\[[^\]]*\])+)\s*$/.exec(written) ?? [];
  if (name === undefined) throw new NotCompilable(place, `"${written}" is no array type`);
  if (!/^(\[\s*([0-9]+\s*)?\]\s*)*$/.test(dimensions!)) {
    throw new NotCompilable(place, `an array of several dimensions, "${written}", is not supported`);
  }
  const arraysAround = dimensions!.split("]").length - 2;
  if (arraysAround > ARRAYS_AROUND_MAX) {
    throw new NotCompilable(place, `over ${ARRAYS_AROUND_MAX} arrays around what an array holds`);
  }
  const colon = name.indexOf(":");
  const uri = place.prefixes.get(colon < 0 ? "" : name.slice(0, colon));
  if (uri === undefined) throw new NotCompilable(place, `nothing declares the prefix of "${name}"`);
  return { name: { uri, local: name.slice(colon + 1) }, arraysAround, place };
}

function arrayTypeIn(node: XmlNode): readonly [XmlNode, string] | undefined {
  for (const child of node.children) {
    const written = child.attributes.find(({ uri, local }) => uri === WSDL && local === "arrayType");
    if (written !== undefined) return [child, written.value];
    const inside = arrayTypeIn(child);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** In SOAP encoding anything may be nil, whatever the schema says, if only the languages on both sides can say it. */
export const mayBeNilEncoded = (element: XmlNode): boolean =>
  isTrue(element, "nillable") || !isNeverNil(nameAttribute(element, "type"));

/** The item of an array, as a member of the array's type. `name` is that of its type; arrays in brackets have none. */
export const soapArrayMember = (type: ElementMember["type"], name: QName | undefined): ElementMember => ({
  kind: "element",
  uri: "",
  local: "item",
  type,
  nillable: !isNeverNil(name),
  countMin: 0,
  countMax: Infinity,
  constraint: undefined,
  doc: "",
});

// What tools map to values that cannot be null; for those that can, they use the type of SOAP encoding or another one.
const PRIMITIVES = ["boolean", "byte", "short", "int", "long", "float", "double"];

/** Whether a value of this type is there whenever its element is. No schema says so for parts and array items. */
export const isNeverNil = (name: QName | undefined): boolean =>
  name !== undefined && PRIMITIVES.some((local) => sameName(name, { uri: XS, local }));
