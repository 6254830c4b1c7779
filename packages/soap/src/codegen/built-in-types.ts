import type { SimpleType } from "./model.ts";

/** What kind of values a built-in type has; it decides which facets make sense. */
export interface BuiltIn {
  readonly local: string;
  /** What the runtime exports for it. */
  readonly scalar: string;
  readonly typescript: "string" | "number" | "boolean" | "Uint8Array" | "QName" | "string[]";
  /** `exact`: a decimal as text. `small`: a whole number as `number`. `name`: a qualified one. */
  readonly kind:
    | "text"
    | "exact"
    | "small"
    | "float"
    | "boolean"
    | "date"
    | "binary"
    | "name"
    | "list"
    | "union";
}

const builtIns = (
  kind: BuiltIn["kind"],
  typescript: BuiltIn["typescript"],
  ...names: readonly (readonly [string, string])[]
) => names.map(([local, scalar]) => [local, { local, scalar, typescript, kind }] as const);

/** The built-in simple types of XML Schema we compile, by local name. */
export const builtInTypes: ReadonlyMap<string, BuiltIn> = new Map([
  ...builtIns(
    "text",
    "string",
    ["string", "xsString"],
    ["normalizedString", "xsNormalizedString"],
    ["token", "xsToken"],
    ["language", "xsLanguage"],
    ["NMTOKEN", "xsNmtoken"],
    ["Name", "xsName"],
    ["NCName", "xsNcName"],
    ["ID", "xsId"],
    ["IDREF", "xsIdref"],
    ["ENTITY", "xsEntity"],
    ["anySimpleType", "xsAnySimpleType"],
    ["anyURI", "xsAnyUri"],
  ),
  ...builtIns(
    "exact",
    "string",
    ["decimal", "xsDecimal"],
    ["integer", "xsInteger"],
    ["nonNegativeInteger", "xsNonNegativeInteger"],
    ["positiveInteger", "xsPositiveInteger"],
    ["nonPositiveInteger", "xsNonPositiveInteger"],
    ["negativeInteger", "xsNegativeInteger"],
    ["long", "xsLong"],
    ["unsignedLong", "xsUnsignedLong"],
  ),
  ...builtIns(
    "small",
    "number",
    ["int", "xsInt"],
    ["short", "xsShort"],
    ["byte", "xsByte"],
    ["unsignedInt", "xsUnsignedInt"],
    ["unsignedShort", "xsUnsignedShort"],
    ["unsignedByte", "xsUnsignedByte"],
  ),
  ...builtIns("float", "number", ["double", "xsDouble"], ["float", "xsFloat"]),
  ...builtIns("boolean", "boolean", ["boolean", "xsBoolean"]),
  ...builtIns(
    "date",
    "string",
    ["dateTime", "xsDateTime"],
    ["date", "xsDate"],
    ["time", "xsTime"],
    ["duration", "xsDuration"],
    ["gYear", "xsGYear"],
    ["gYearMonth", "xsGYearMonth"],
    ["gMonth", "xsGMonth"],
    ["gMonthDay", "xsGMonthDay"],
    ["gDay", "xsGDay"],
  ),
  ...builtIns("binary", "Uint8Array", ["base64Binary", "xsBase64Binary"], ["hexBinary", "xsHexBinary"]),
  ...builtIns("name", "QName", ["QName", "xsQName"], ["NOTATION", "xsNotation"]),
  ...builtIns(
    "list",
    "string[]",
    ["NMTOKENS", "xsNmtokens"],
    ["IDREFS", "xsIdrefs"],
    ["ENTITIES", "xsEntities"],
  ),
]);

const LIST: BuiltIn = { local: "list", scalar: "", typescript: "string[]", kind: "list" };
const UNION: BuiltIn = { local: "union", scalar: "", typescript: "string", kind: "union" };

/** What a simple type is made of. Of lists and unions only the kind is true: what they hold is a matter of their own. */
export function builtInOf(type: SimpleType): BuiltIn {
  switch (type.kind) {
    case "restricted":
      return builtInOf(type.base);
    case "list":
      return LIST;
    case "union":
      return UNION;
    case "built-in":
      return builtInTypes.get(type.local)!;
  }
}

/** Whether what a text means depends on the prefixes in force where it stands. */
export function leansOnPrefixes(type: SimpleType): boolean {
  switch (type.kind) {
    case "restricted":
      return leansOnPrefixes(type.base);
    case "list":
      return leansOnPrefixes(type.item);
    case "union":
      return type.members.some(leansOnPrefixes);
    case "built-in":
      return builtInOf(type).kind === "name";
  }
}
