import type { Codec } from "./codec.ts";
import type { PrefixScope, PrintScope, TextType } from "./text-type.ts";

/** What `xs:whiteSpace` does to a value before anything else looks at it. */
export type WhiteSpace = "preserve" | "replace" | "collapse";

/** A simple type: text on the wire, a value in our hands. */
export interface Scalar<T> extends TextType<T>, Codec<T> {
  readonly whiteSpace: WhiteSpace;
  /** The lexical form, white space already treated, to the value. */
  readonly fromLexical: (lexical: string, scope?: PrefixScope) => T | undefined;
  readonly toLexical: (value: unknown, scope?: PrintScope) => string | undefined;
}

export type ScalarRules<T> = Pick<Scalar<T>, "uri" | "local" | "whiteSpace" | "fromLexical" | "toLexical"> &
  Partial<Pick<Scalar<T>, "usual" | "isBase64">>;

export function scalar<T>(rules: ScalarRules<T>): Scalar<T> {
  const { uri, local, whiteSpace, fromLexical, toLexical, usual, isBase64 } = rules;
  const self: Scalar<T> = {
    // One by one, so that all scalars have one shape: what reads millions of them is compiled for it.
    uri,
    local,
    isBase64,
    whiteSpace,
    fromLexical,
    toLexical,
    usual,
    parse: (text, scope) => fromLexical(treatSpace(text, whiteSpace), scope),
    // What does not come back as it went out is not a value of this type: "01 " as a token, 2.5 as an int.
    print(value, scope) {
      const lexical = toLexical(value, scope);
      return lexical !== undefined &&
        treatSpace(lexical, whiteSpace) === lexical &&
        fromLexical(lexical) !== undefined
        ? lexical
        : undefined;
    },
    read: (from) => from.simple(self),
    write: (to, value) => to.text(self, value),
  };
  // Not enumerable: a copy of this with another `read` is no longer this.
  return Object.defineProperty(self, "textType", { value: self });
}

function treatSpace(text: string, whiteSpace: WhiteSpace): string {
  if (whiteSpace === "preserve") return text;
  if (whiteSpace === "replace") return text.replace(/[\t\n\r]/g, " ");
  // Nearly no value needs it, and looking is cheaper than replacing.
  return /[\t\n\r]| {2}|^ | $/.test(text) ? text.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, "") : text;
}
