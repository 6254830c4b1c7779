import { compareDecimals } from "./decimals.ts";
import { scalar, type Scalar } from "./scalar.ts";

/**
 * Another way to hold the values of a type whose values are texts. A text it cannot hold without losing something must
 * be `undefined`: such an answer breaks the contract, it is not rounded.
 */
export interface Representation<T> {
  /** @param text valid by the contract, white space treated */
  readonly fromText: (text: string) => T | undefined;
  /** Takes anything; `undefined`: not a value of this kind. Whether the contract allows the text is asked afterwards. */
  readonly toText: (value: unknown) => string | undefined;
}

/** The same simple type, its values held in another way. */
export const represented = <T>(base: Scalar<string>, { fromText, toText }: Representation<T>): Scalar<T> =>
  scalar({
    uri: base.uri,
    local: base.local,
    whiteSpace: base.whiteSpace,
    fromLexical(lexical, scope) {
      const text = base.fromLexical(lexical, scope);
      return text === undefined ? undefined : fromText(text);
    },
    toLexical(value, scope) {
      const text = toText(value);
      return text === undefined ? undefined : base.print(text, scope);
    },
  });

/** Whole numbers of any size. */
export const asBigint: Representation<bigint> = {
  fromText: (text) => BigInt(text.replace(/^\+/, "")),
  toText: (value) => (typeof value === "bigint" ? String(value) : undefined),
};

/** Decimals that a `number` holds exactly, up to 21 digits before the point: every value of an amount, not every `xs:decimal`. */
export const asNumber: Representation<number> = {
  fromText(text) {
    const value = Number(text) + 0;
    const back = decimalOf(value);
    return back !== undefined && compareDecimals(back, text) === 0 ? value : undefined;
  },
  toText: (value) => (typeof value === "number" ? decimalOf(value) : undefined),
};

/** `undefined`: JavaScript writes the number in a form that no decimal has. */
function decimalOf(value: number): string | undefined {
  const text = String(value);
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? text : undefined;
}
