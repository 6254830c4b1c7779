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
  const only = (written: string): T | undefined => {
    const value = base.parse(written);
    return value !== undefined && sameValue(value, base.parse(text)) ? value : undefined;
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
    print(value) {
      const printed = base.print(value);
      return printed !== undefined && mayPrint(printed) ? printed : undefined;
    },
    read: (from) => from.simple(self),
    write: (to, value) => to.text(self, value),
  };
  return self;
}
