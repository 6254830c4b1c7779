import type { Namespace } from "./namespace.ts";
import { timeBounds } from "./date-order.ts";
import { compareDecimals, digitsOf } from "./decimals.ts";
import { xsPattern } from "./pattern.ts";
import { sameValue } from "./same-value.ts";
import { scalar, type Scalar, type WhiteSpace } from "./scalar.ts";
import { EXACT_DIGITS_MAX, narrowed, type UsualForm, usualListed } from "./usual-form.ts";

/** What a restriction adds to its base. Lengths count characters, or bytes of binary values. */
export interface Facets {
  readonly whiteSpace?: WhiteSpace;
  readonly length?: number;
  readonly lengthMin?: number;
  readonly lengthMax?: number;
  /** One of them must match the lexical form. */
  readonly patterns?: readonly string[];
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
  /** The order by which bounds are meant. Default: that of numbers. */
  readonly order?: "time";
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
  /** One of them, as texts; for enumerations of what is no text itself. */
  readonly values?: readonly string[];
  /** One of them; for enumerations of qualified names. */
  readonly names?: readonly { readonly uri: string; readonly local: string }[];
}

/** A simple type that takes some of `base`'s values. */
export function restricted<T>(type: Namespace, local: string, base: Scalar<T>, facets: Facets): Scalar<T> {
  const { whiteSpace = base.whiteSpace } = facets;
  const patterns = facets.patterns?.map(xsPattern);
  const holds = facets.order === "time" ? timeBounds(facets) : undefined;
  const listed = facets.names ?? facets.values?.map((lexical) => base.parse(lexical));
  return scalar({
    uri: type.uri,
    local,
    isBase64: base.isBase64,
    whiteSpace,
    fromLexical(lexical, scope) {
      const value = base.fromLexical(lexical, scope);
      if (value === undefined || !satisfies(facets, lexical, value)) return undefined;
      if (holds?.(lexical) === false) return undefined;
      // Of a name without a scope only the form can be judged.
      const isJudged = facets.names === undefined || scope !== undefined;
      if (isJudged && listed?.some((one) => sameValue(one, value)) === false) return undefined;
      return patterns?.some((matches) => matches(lexical)) === false ? undefined : value;
    },
    toLexical: (value, scope) =>
      facets.names?.some((one) => sameValue(one, value)) === false ? undefined : base.toLexical(value, scope),
    usual:
      holds === undefined && patterns === undefined && listed === undefined && whiteSpace === base.whiteSpace
        ? usualOf(base, facets)
        : undefined,
  });
}

/** A simple type with a list of values, each under a name of its own. */
export function enumeration<T extends string | number>(
  type: Namespace,
  local: string,
  base: Scalar<string> | Scalar<number>,
  values: Readonly<Record<string, T>>,
): Scalar<T> {
  const known = new Map<unknown, T>(Object.values(values).map((value) => [value, value]));
  return scalar({
    uri: type.uri,
    local,
    whiteSpace: base.whiteSpace,
    fromLexical: (lexical) => known.get(base.fromLexical(lexical)),
    toLexical: base.toLexical,
    usual: usualListed(Object.values(values)),
  });
}

const isExact = (bound: string): boolean =>
  /^-?[0-9]+(?:\.[0-9]+)?$/.test(bound) && bound.length <= EXACT_DIGITS_MAX;

/** The base's usual form, where it can be seen in it that the facets are satisfied, too. */
function usualOf<T>({ usual }: Scalar<T>, facets: Facets): UsualForm | undefined {
  if (usual === undefined) return undefined;
  const { length, totalDigits, fractionDigits } = facets;
  const bounds = [facets.minInclusive, facets.minExclusive, facets.maxInclusive, facets.maxExclusive];
  const isBounded = bounds.some((bound) => bound !== undefined);
  const isNumber = usual.kind === "digits" || usual.kind === "number";
  if (bounds.some((bound) => bound !== undefined && !(isNumber && isExact(bound)))) return undefined;
  const [min, above, max, below] = bounds.map((bound) => (bound === undefined ? undefined : Number(bound)));
  return narrowed(usual, {
    lengthMin: facets.lengthMin ?? length,
    lengthMax: facets.lengthMax ?? length,
    digitsMax: totalDigits,
    fractionMax: fractionDigits,
    min,
    above,
    max,
    below,
    isBounded,
  });
}

function satisfies(facets: Facets, lexical: string, value: unknown): boolean {
  const { length, lengthMin, lengthMax, totalDigits, fractionDigits } = facets;
  if (length !== undefined && lengthOf(value) !== length) return false;
  if (lengthMin !== undefined && lengthOf(value) < lengthMin) return false;
  if (lengthMax !== undefined && lengthOf(value) > lengthMax) return false;
  if (typeof value === "number" ? !boundsHold(facets, value) : !withinBounds(facets, lexical)) return false;
  if (totalDigits === undefined && fractionDigits === undefined) return true;
  const { whole, fraction } = digitsOf(lexical);
  return (
    whole.length + fraction.length <= (totalDigits ?? Infinity) &&
    fraction.length <= (fractionDigits ?? Infinity)
  );
}

function boundsHold(
  { minInclusive, maxInclusive, minExclusive, maxExclusive }: Facets,
  value: number,
): boolean {
  return (
    (minInclusive === undefined || value >= toNumber(minInclusive)) &&
    (maxInclusive === undefined || value <= toNumber(maxInclusive)) &&
    (minExclusive === undefined || value > toNumber(minExclusive)) &&
    (maxExclusive === undefined || value < toNumber(maxExclusive))
  );
}

const toNumber = (bound: string): number => Number(bound.replace("INF", "Infinity"));

function withinBounds(
  { minInclusive, maxInclusive, minExclusive, maxExclusive, order }: Facets,
  lexical: string,
): boolean {
  return (
    order === "time" ||
    ((minInclusive === undefined || compareDecimals(lexical, minInclusive) >= 0) &&
      (maxInclusive === undefined || compareDecimals(lexical, maxInclusive) <= 0) &&
      (minExclusive === undefined || compareDecimals(lexical, minExclusive) > 0) &&
      (maxExclusive === undefined || compareDecimals(lexical, maxExclusive) < 0))
  );
}

/** Of a list its items. Characters are code points: an emoji is one. */
function lengthOf(value: unknown): number {
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length;
  const text = String(value);
  if (!/[\ud800-\udbff]/.test(text)) return text.length;
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
