import { BytePattern } from "./xml/byte-pattern.ts";

export type FormKind =
  | "text"
  | "collapsed"
  | "digits"
  | "number"
  | "boolean"
  | "date"
  | "dateTime"
  | "listed";

/**
 * How nearly everybody writes the values of a simple type, as data: what is recognized in a document's bytes without a
 * string or a regular expression. What is written otherwise may well be valid: the type's own rules decide about it.
 */
export interface UsualForm {
  readonly kind: FormKind;
  /** Of text: in characters, all of them ASCII where there is such a bound. */
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** Of numbers. */
  readonly digitsMax: number;
  readonly fractionMax: number;
  readonly min: number;
  readonly above: number;
  readonly max: number;
  readonly below: number;
  readonly isBounded: boolean;
  readonly options: readonly { readonly text: BytePattern; readonly value: unknown }[];
}

// More digits than any amount has.
const DIGITS_MAX = 100;
/** A `number` tells any two decimals of so many digits apart, and orders them rightly. */
export const EXACT_DIGITS_MAX = 15;
const OPTIONS_MAX = 64;

type Rules = { readonly [Name in keyof UsualForm]?: UsualForm[Name] | undefined };

// All of one shape: what reads millions of them is compiled for it.
const form = (kind: FormKind, rules: Rules = {}): UsualForm => ({
  kind,
  lengthMin: rules.lengthMin ?? 0,
  lengthMax: rules.lengthMax ?? Infinity,
  digitsMax: rules.digitsMax ?? DIGITS_MAX,
  fractionMax: rules.fractionMax ?? DIGITS_MAX,
  min: rules.min ?? -Infinity,
  above: rules.above ?? -Infinity,
  max: rules.max ?? Infinity,
  below: rules.below ?? Infinity,
  isBounded: rules.isBounded ?? false,
  options: rules.options ?? [],
});

/** Whatever it is. */
export const usualText = form("text");
/** Without white space that would be collapsed. */
export const usualCollapsed = form("collapsed");
/** Digits, perhaps a minus before and a fraction behind: kept as text. */
export const usualDecimal = form("digits");
export const usualBoolean = form("boolean");
/** `2026-11-22`, from year 1000 on. */
export const usualDate = form("date");
/** `2026-11-22T08:15:00`, with or without a fraction, never 24:00. */
export const usualDateTime = form("dateTime");
/** A number that may have a fraction. */
export const usualFloat = form("number", { digitsMax: EXACT_DIGITS_MAX });

/** A whole number; `kind` says whether it is kept as text. */
export const usualInteger = (kind: "digits" | "number", min: number, max: number): UsualForm =>
  form(kind, { digitsMax: EXACT_DIGITS_MAX, fractionMax: 0, min, max, isBounded: true });

/** One of these texts. `undefined`: too many to look for one after another. */
export const usualListed = (values: readonly (string | number)[]): UsualForm | undefined =>
  values.length > OPTIONS_MAX
    ? undefined
    : form("listed", {
        options: values.map((value) => ({ text: new BytePattern(Buffer.from(`${value}<`)), value })),
      });

/** The same with narrower rules. */
export const narrowed = (base: UsualForm, rules: Rules): UsualForm =>
  form(base.kind, {
    ...base,
    lengthMin: Math.max(base.lengthMin, rules.lengthMin ?? 0),
    lengthMax: Math.min(base.lengthMax, rules.lengthMax ?? Infinity),
    digitsMax: Math.min(base.digitsMax, rules.digitsMax ?? DIGITS_MAX),
    fractionMax: Math.min(base.fractionMax, rules.fractionMax ?? DIGITS_MAX),
    min: Math.max(base.min, rules.min ?? -Infinity),
    above: Math.max(base.above, rules.above ?? -Infinity),
    max: Math.min(base.max, rules.max ?? Infinity),
    below: Math.min(base.below, rules.below ?? Infinity),
    isBounded: base.isBounded || rules.isBounded === true,
  });
