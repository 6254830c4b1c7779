import type { Codec } from "./codec.ts";
import type { PrefixScope, TextType } from "./text-type.ts";

/** What `xs:whiteSpace` does to a value before anything else looks at it. */
export type WhiteSpace = "preserve" | "replace" | "collapse";

/** A simple type: text on the wire, a value in our hands. */
export interface Scalar<T> extends TextType<T>, Codec<T> {
  readonly whiteSpace: WhiteSpace;
  /** The lexical form, white space already treated, to the value. */
  readonly fromLexical: (lexical: string, scope?: PrefixScope) => T | undefined;
  readonly toLexical: (value: unknown, prefixOf?: (uri: string) => string) => string | undefined;
  /**
   * The value of a text in the form nearly everybody writes, found quickly. `undefined` says nothing: `fromLexical`
   * decides. Both agree wherever this one answers. `digits`: what `countDigits` says of the text, if known.
   */
  readonly usual: ((text: string, digits?: number) => T | undefined) | undefined;
}

export type ScalarRules<T> = Pick<Scalar<T>, "uri" | "local" | "whiteSpace" | "fromLexical" | "toLexical"> &
  Partial<Pick<Scalar<T>, "usual">>;

export function scalar<T>(rules: ScalarRules<T>): Scalar<T> {
  const { whiteSpace, fromLexical, toLexical, usual } = rules;
  const self: Scalar<T> = {
    ...rules,
    usual,
    parse(text, scope) {
      const value = usual?.(text);
      return value === undefined ? fromLexical(treatSpace(text, whiteSpace), scope) : value;
    },
    // What does not come back as it went out is not a value of this type: "01 " as a token, 2.5 as an int.
    print(value, prefixOf) {
      const lexical = toLexical(value, prefixOf);
      return lexical !== undefined &&
        treatSpace(lexical, whiteSpace) === lexical &&
        fromLexical(lexical) !== undefined
        ? lexical
        : undefined;
    },
    read: (from) => from.simple(self),
    write: (to, value) => to.text(self, value),
  };
  return self;
}

function treatSpace(text: string, whiteSpace: WhiteSpace): string {
  if (whiteSpace === "preserve") return text;
  if (whiteSpace === "replace") return text.replace(/[\t\n\r]/g, " ");
  // Nearly no value needs it, and looking is cheaper than replacing.
  return /[\t\n\r]| {2}|^ | $/.test(text) ? text.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, "") : text;
}
