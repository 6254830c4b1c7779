import type { DateText } from "./dates.ts";
import type { PlainText } from "./xml/plain-text.ts";

/** The namespaces in force where a text stands. */
export interface PrefixScope {
  /** `undefined`: nothing declares it. */
  uriOf(prefix: string): string | undefined;
}

/** What a value may need to know of the message it is written into. */
export interface PrintScope {
  /** Declares a prefix for a namespace, where the text may use it. */
  readonly prefixOf: (uri: string) => string;
  /** `undefined`: a `Date` is no value, because nobody said in which zone it is meant. */
  readonly dates?: DateText | undefined;
}

/** The text of a simple type, as attributes and elements hold it. `undefined` means: not one of this type's values. */
export interface TextType<T> {
  readonly uri: string;
  /** Its name, for errors and `xsi:type`. */
  readonly local: string;
  /** Whether its texts are bytes as base64, which may stand beside a message instead. */
  readonly isBase64?: boolean | undefined;
  /**
   * The value of a text in the form nearly everybody writes, found quickly. `undefined` says nothing: `parse` decides.
   * Both agree wherever this one answers. `digits`: what `countDigits` says of the text, if known.
   */
  readonly usual?: ((plain: PlainText, digits?: number) => T | undefined) | undefined;
  readonly parse: (text: string, scope?: PrefixScope) => T | undefined;
  /** Takes anything: callers are not always type-checked. Without a scope only what needs none is certain. */
  readonly print: (value: unknown, scope?: PrintScope) => string | undefined;
}
