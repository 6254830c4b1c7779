import { digitsOf } from "./decimals.ts";
import type { Namespace } from "./namespace.ts";
import { scalar, type Scalar } from "./scalar.ts";

/** A list of exact numbers as text. `1.50` on the wire is the value the contract spells `1.5`. */
export function decimalEnumeration<T extends string>(
  type: Namespace,
  local: string,
  base: Scalar<string>,
  values: Readonly<Record<string, T>>,
): Scalar<T> {
  const known = new Map(Object.values(values).map((value) => [canonical(value), value]));
  return scalar({
    uri: type.uri,
    local,
    whiteSpace: base.whiteSpace,
    fromLexical(lexical) {
      const value = base.fromLexical(lexical);
      return value === undefined ? undefined : known.get(canonical(value));
    },
    toLexical: base.toLexical,
  });
}

function canonical(lexical: string): string {
  const { negative, whole, fraction } = digitsOf(lexical);
  return `${negative ? "-" : ""}${whole}.${fraction}`;
}
