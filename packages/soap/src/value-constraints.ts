import { compareDecimals } from "./decimals.ts";
import { sameValue } from "./same-value.ts";
import type { Scalar } from "./scalar.ts";

/** An element that means `text` when it is there and empty. */
export function withDefault<T>(base: Scalar<T>, text: string): Scalar<T> {
  return constrained(
    base,
    (written) => base.parse(written === "" ? text : written),
    // Sent as it is, it would be taken for the default.
    (printed) => printed !== "" || base.parse(text) === base.parse(""),
  );
}

/** An element or attribute whose only value is `text`; an empty element means it too. */
export function fixed<T>(base: Scalar<T>, text: string): Scalar<T> {
  return onlyOne(base, text, (value) => sameValue(value, base.parse(text)));
}

/** The same of exact numbers as text: `1.00` is `1.0`. */
export const fixedDecimal = <T extends string>(base: Scalar<T>, text: string): Scalar<T> =>
  onlyOne(base, text, (value) => compareDecimals(value, base.parse(text) ?? text) === 0);

function onlyOne<T>(base: Scalar<T>, text: string, isIt: (value: T) => boolean): Scalar<T> {
  const only = (written: string): T | undefined => {
    const value = base.parse(written);
    return value !== undefined && isIt(value) ? value : undefined;
  };
  return constrained(
    base,
    (written) => only(written === "" ? text : written),
    (printed) => only(printed) !== undefined,
  );
}

function constrained<T>(
  base: Scalar<T>,
  parse: (text: string) => T | undefined,
  mayPrint: (text: string) => boolean,
): Scalar<T> {
  const self: Scalar<T> = {
    ...base,
    usual: undefined,
    parse,
    fromLexical: parse,
    print(value, scope) {
      const printed = base.print(value, scope);
      return printed !== undefined && mayPrint(printed) ? printed : undefined;
    },
    read: (from) => from.simple(self),
    write: (to, value) => to.text(self, value),
  };
  return self;
}
