import type { Codec } from "./codec.ts";
import { compareDecimals } from "./decimals.ts";
import type { QName } from "./fault.ts";
import { sameValue } from "./same-value.ts";
import type { Scalar } from "./scalar.ts";
import type { PrefixScope, PrintScope } from "./text-type.ts";

/** An element that means `text` when it is there and empty. */
export function withDefault<T>(base: Scalar<T>, text: string): Scalar<T> {
  const parse = (written: string) => base.parse(written === "" ? text : written);
  return constrained(base, parse, (value, scope) => {
    const printed = base.print(value, scope);
    // Sent as it is, it would be taken for the default.
    return printed === "" && !sameValue(base.parse(text), base.parse("")) ? undefined : printed;
  });
}

/** A value that is always `text`. */
export const fixed = <T>(base: Scalar<T>, text: string): Scalar<T> =>
  onlyOne(base, (value) => sameValue(value, base.parse(text)));

/** The same of exact numbers as text: `1.00` is `1.0`. */
export const fixedDecimal = <T extends string>(base: Scalar<T>, text: string): Scalar<T> =>
  onlyOne(base, (value) => compareDecimals(value, base.parse(text) ?? text) === 0);

/** As `withDefault`, of a qualified name: what its prefix means was settled where the contract was compiled. */
export const withDefaultName = (base: Scalar<QName>, name: QName): Scalar<QName> =>
  constrained(
    base,
    (written, scope) => (written === "" ? name : base.parse(written, scope)),
    (value, scope) => base.print(value, scope),
  );

/** A value that is always this name. */
export const fixedName = (base: Scalar<QName>, name: QName): Scalar<QName> =>
  constrained(
    base,
    (written, scope) => {
      const value = base.parse(written, scope);
      // Of a name without a scope only the form can be judged.
      return value === undefined || (scope !== undefined && !sameValue(value, name)) ? undefined : value;
    },
    (value, scope) => (sameValue(value, name) ? base.print(value, scope) : undefined),
  );

/** An element of text with attributes, its text read and written by the codec of the element, not by that of its type. */
export const withText = <T extends { readonly $value: unknown }>(
  codec: Codec<T>,
  text: Scalar<T["$value"]>,
): Codec<T> => ({
  read(from) {
    from.textOfElement = text;
    const value = codec.read(from);
    from.textOfElement = undefined;
    return value;
  },
  write(to, value) {
    to.textOfElement = text;
    codec.write(to, value);
    to.textOfElement = undefined;
  },
});

function onlyOne<T>(base: Scalar<T>, isIt: (value: T) => boolean): Scalar<T> {
  const parse = (written: string, scope?: PrefixScope): T | undefined => {
    const value = base.parse(written, scope);
    return value !== undefined && isIt(value) ? value : undefined;
  };
  return constrained(base, parse, (value, scope) => {
    const printed = base.print(value, scope);
    return printed === undefined || parse(printed) === undefined ? undefined : printed;
  });
}

function constrained<T>(
  base: Scalar<T>,
  parse: (text: string, scope?: PrefixScope) => T | undefined,
  print: (value: unknown, scope?: PrintScope) => string | undefined,
): Scalar<T> {
  const self: Scalar<T> = {
    ...base,
    usual: undefined,
    parse,
    fromLexical: parse,
    print,
    read: (from) => from.simple(self),
    write: (to, value) => to.text(self, value),
  };
  return self;
}
