import type { Namespace } from "./namespace.ts";
import { compareDecimals, digitsOf } from "./decimals.ts";
import { xsPattern } from "./pattern.ts";
import { scalar, type Scalar, type WhiteSpace } from "./scalar.ts";

/** What a restriction adds to its base. Bounds are decimal texts; lengths count characters, or bytes of binary values. */
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
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
}

/** A simple type that takes some of `base`'s values. */
export function restricted<T>(type: Namespace, local: string, base: Scalar<T>, facets: Facets): Scalar<T> {
  const { whiteSpace = base.whiteSpace } = facets;
  const patterns = facets.patterns?.map(xsPattern);
  return scalar({
    uri: type.uri,
    local,
    whiteSpace,
    fromLexical(lexical) {
      const value = base.fromLexical(lexical);
      if (value === undefined || !satisfies(facets, lexical, value)) return undefined;
      return patterns?.some((matches) => matches(lexical)) === false ? undefined : value;
    },
    toLexical: base.toLexical,
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
  });
}

function satisfies(facets: Facets, lexical: string, value: unknown): boolean {
  const { length, lengthMin, lengthMax, totalDigits, fractionDigits } = facets;
  if (length !== undefined && lengthOf(value) !== length) return false;
  if (lengthMin !== undefined && lengthOf(value) < lengthMin) return false;
  if (lengthMax !== undefined && lengthOf(value) > lengthMax) return false;
  if (!withinBounds(facets, lexical)) return false;
  if (totalDigits === undefined && fractionDigits === undefined) return true;
  const { whole, fraction } = digitsOf(lexical);
  return (
    whole.length + fraction.length <= (totalDigits ?? Infinity) &&
    fraction.length <= (fractionDigits ?? Infinity)
  );
}

function withinBounds(
  { minInclusive, maxInclusive, minExclusive, maxExclusive }: Facets,
  lexical: string,
): boolean {
  return (
    (minInclusive === undefined || compareDecimals(lexical, minInclusive) >= 0) &&
    (maxInclusive === undefined || compareDecimals(lexical, maxInclusive) <= 0) &&
    (minExclusive === undefined || compareDecimals(lexical, minExclusive) > 0) &&
    (maxExclusive === undefined || compareDecimals(lexical, maxExclusive) < 0)
  );
}

/** Characters are code points: an emoji is one. */
function lengthOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  const text = String(value);
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
