import { isCalendarDate } from "./calendar.ts";
import { compareDecimals } from "./decimals.ts";
import { scalar, type Scalar, type WhiteSpace } from "./scalar.ts";
import {
  usualBoolean,
  usualCollapsed,
  usualDate,
  usualDateTime,
  usualDecimal,
  usualFloat,
  usualInteger,
  usualText,
} from "./usual-form.ts";
import type { DateType } from "./text-type.ts";
import { isXmlName } from "./xml/characters.ts";

const XS = "http://www.w3.org/2001/XMLSchema";

/** A type whose values are their own lexical forms. */
function text(
  local: string,
  whiteSpace: WhiteSpace,
  accepts: (lexical: string) => boolean,
  usual?: Scalar<string>["usual"],
  toLexical: Scalar<string>["toLexical"] = asText,
): Scalar<string> {
  return scalar({
    uri: XS,
    local,
    whiteSpace,
    fromLexical: (lexical) => (accepts(lexical) ? lexical : undefined),
    toLexical,
    usual,
  });
}

const asText = (value: unknown) => (typeof value === "string" ? value : undefined);

const matching = (local: string, pattern: RegExp, usual?: Scalar<string>["usual"]) =>
  text(local, "collapse", (lexical) => pattern.test(lexical), usual);

export const xsString = text("string", "preserve", () => true, usualText);
export const xsNormalizedString = text("normalizedString", "replace", () => true);
export const xsToken = text("token", "collapse", () => true, usualCollapsed);
export const xsAnyUri = text("anyURI", "collapse", () => true, usualCollapsed);
export const xsLanguage = matching("language", /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/);
export const xsNmtoken = text("NMTOKEN", "collapse", (lexical) => lexical !== "" && isXmlName(`_${lexical}`));
export const xsName = text("Name", "collapse", isXmlName);
export const xsNcName = text("NCName", "collapse", isUnqualified);
export const xsId = text("ID", "collapse", isUnqualified);
export const xsEntity = text("ENTITY", "collapse", isUnqualified);
export const xsAnySimpleType = text("anySimpleType", "preserve", () => true);
export const xsIdref = text("IDREF", "collapse", isUnqualified);

function isUnqualified(lexical: string): boolean {
  return isXmlName(lexical) && !lexical.includes(":");
}

// Exact numbers stay text: a `number` holds 15 digits for sure, a decimal or a long may have more.
export const xsDecimal = matching("decimal", /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/, usualDecimal);

const INTEGER = /^[+-]?[0-9]+$/;

/** Whole numbers that may be larger than a `number` can hold: text. `null`: no bound on that side. */
function exactInteger(local: string, min: string | null, max: string | null): Scalar<string> {
  return text(
    local,
    "collapse",
    (lexical) =>
      INTEGER.test(lexical) &&
      (min === null || compareDecimals(lexical, min) >= 0) &&
      (max === null || compareDecimals(lexical, max) <= 0),
    usualInteger("digits", Number(min ?? -Infinity), Number(max ?? Infinity)),
  );
}

export const xsInteger = exactInteger("integer", null, null);
export const xsNonNegativeInteger = exactInteger("nonNegativeInteger", "0", null);
export const xsPositiveInteger = exactInteger("positiveInteger", "1", null);
export const xsNonPositiveInteger = exactInteger("nonPositiveInteger", null, "0");
export const xsNegativeInteger = exactInteger("negativeInteger", null, "-1");
// A string, not a bigint: JSON cannot carry a bigint, and nobody calculates with version numbers and surrogate keys.
export const xsLong = exactInteger("long", "-9223372036854775808", "9223372036854775807");
export const xsUnsignedLong = exactInteger("unsignedLong", "0", "18446744073709551615");

/** Whole numbers every `number` holds exactly. */
function smallInteger(local: string, min: number, max: number): Scalar<number> {
  return scalar({
    uri: XS,
    local,
    whiteSpace: "collapse",
    fromLexical(lexical) {
      if (!INTEGER.test(lexical)) return undefined;
      const value = Number(lexical) + 0;
      return value >= min && value <= max ? value : undefined;
    },
    toLexical: (value) => (typeof value === "number" ? String(value) : undefined),
    usual: usualInteger("number", min, max),
  });
}

export const xsInt = smallInteger("int", -2_147_483_648, 2_147_483_647);
export const xsShort = smallInteger("short", -32_768, 32_767);
export const xsByte = smallInteger("byte", -128, 127);
export const xsUnsignedInt = smallInteger("unsignedInt", 0, 4_294_967_295);
export const xsUnsignedShort = smallInteger("unsignedShort", 0, 65_535);
export const xsUnsignedByte = smallInteger("unsignedByte", 0, 255);

const FLOAT = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

function floatingPoint(local: string): Scalar<number> {
  return scalar({
    uri: XS,
    local,
    whiteSpace: "collapse",
    fromLexical(lexical) {
      if (FLOAT.test(lexical)) return Number(lexical);
      if (lexical === "INF") return Infinity;
      if (lexical === "-INF") return -Infinity;
      return lexical === "NaN" ? NaN : undefined;
    },
    toLexical(value) {
      if (typeof value !== "number") return undefined;
      return Object.is(value, -0) ? "-0" : String(value).replace("Infinity", "INF");
    },
    usual: usualFloat,
  });
}

export const xsDouble = floatingPoint("double");
export const xsFloat = floatingPoint("float");

export const xsBoolean: Scalar<boolean> = scalar({
  uri: XS,
  local: "boolean",
  whiteSpace: "collapse",
  fromLexical(lexical) {
    if (lexical === "true" || lexical === "1") return true;
    return lexical === "false" || lexical === "0" ? false : undefined;
  },
  toLexical: (value) => (typeof value === "boolean" ? String(value) : undefined),
  usual: usualBoolean,
});

// Dates keep their text: whether a zone was said, and which, is part of what was said.
const YEAR = "-?(?:[1-9][0-9]{3,}|0(?!000)[0-9]{3})";
const DATE = `(${YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`;
const TIME = "(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?|24:00:00(?:\\.0+)?)";
const ZONE = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?";

// A `Date` is taken where the message says in which zone it is meant.
const dated = (
  type: DateType,
  accepts: (lexical: string) => boolean,
  usual?: Scalar<string>["usual"],
): Scalar<string> =>
  text(type, "collapse", accepts, usual, (value, scope) =>
    value instanceof Date ? scope?.dates?.(value, type) : asText(value),
  );

const matchingDate = (type: DateType, pattern: RegExp) => dated(type, (lexical) => pattern.test(lexical));

function calendarText(type: DateType, pattern: RegExp, usual: Scalar<string>["usual"]): Scalar<string> {
  const accepts = (lexical: string) => {
    const [, year, month, day] = pattern.exec(lexical) ?? [];
    return year !== undefined && isCalendarDate(year, Number(month), Number(day));
  };
  return dated(type, accepts, usual);
}

export const xsDateTime = calendarText("dateTime", new RegExp(`^${DATE}T${TIME}${ZONE}$`), usualDateTime);
export const xsDate = calendarText("date", new RegExp(`^${DATE}${ZONE}$`), usualDate);
export const xsTime = matchingDate("time", new RegExp(`^${TIME}${ZONE}$`));
export const xsGYear = matchingDate("gYear", new RegExp(`^${YEAR}${ZONE}$`));
export const xsGYearMonth = matchingDate("gYearMonth", new RegExp(`^${YEAR}-(?:0[1-9]|1[0-2])${ZONE}$`));
export const xsGMonth = matchingDate("gMonth", new RegExp(`^--(?:0[1-9]|1[0-2])${ZONE}$`));
export const xsGMonthDay = matchingDate(
  "gMonthDay",
  new RegExp(
    `^--(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9])|(?!02)(?:0[1-9]|1[0-2])-30|(?:0[13578]|1[02])-31)${ZONE}$`,
  ),
);
export const xsGDay = matchingDate("gDay", new RegExp(`^---(?:0[1-9]|[12][0-9]|3[01])${ZONE}$`));
export const xsDuration = matching(
  "duration",
  /^-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?$/,
);

/** Bytes as text in some encoding. */
function binary(local: string, encoding: "base64" | "hex", pattern: RegExp): Scalar<Uint8Array> {
  return scalar({
    uri: XS,
    local,
    isBase64: encoding === "base64",
    whiteSpace: "collapse",
    fromLexical(lexical) {
      const compact = encoding === "base64" ? lexical.replaceAll(" ", "") : lexical;
      return pattern.test(compact) ? new Uint8Array(Buffer.from(compact, encoding)) : undefined;
    },
    toLexical: (value) => (value instanceof Uint8Array ? Buffer.from(value).toString(encoding) : undefined),
  });
}

export const xsBase64Binary = binary(
  "base64Binary",
  "base64",
  // Of a last group that is not full no bit is lost.
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/,
);
export const xsHexBinary = binary("hexBinary", "hex", /^(?:[0-9a-fA-F]{2})*$/);
