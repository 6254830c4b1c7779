import type { UsualForm } from "./usual-form.ts";

/** The namespaces in force where a text stands. */
export interface PrefixScope {
  /** `undefined`: nothing declares it. */
  uriOf(prefix: string): string | undefined;
}

/** The types of XML Schema that an instant can be written as. */
export type DateType =
  | "dateTime"
  | "date"
  | "time"
  | "gYear"
  | "gYearMonth"
  | "gMonth"
  | "gMonthDay"
  | "gDay";

/** The text of an instant; `undefined`: that type has none for it. */
export type DateText = (date: Date, type: DateType) => string | undefined;

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
  /** The form nearly everybody writes. Where it is recognized, `parse` would say the same. */
  readonly usual?: UsualForm | undefined;
  readonly parse: (text: string, scope?: PrefixScope) => T | undefined;
  /** Takes anything: callers are not always type-checked. Without a scope only what needs none is certain. */
  readonly print: (value: unknown, scope?: PrintScope) => string | undefined;
}
