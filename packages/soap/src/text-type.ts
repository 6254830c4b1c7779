/** The namespaces in force where a text stands. */
export interface PrefixScope {
  /** `undefined`: nothing declares it. */
  uriOf(prefix: string): string | undefined;
}

/** The text of a simple type, as attributes and elements hold it. `undefined` means: not one of this type's values. */
export interface TextType<T> {
  readonly uri: string;
  /** Its name, for errors and `xsi:type`. */
  readonly local: string;
  readonly parse: (text: string, scope?: PrefixScope) => T | undefined;
  /**
   * Takes anything: callers are not always type-checked.
   * @param prefixOf declares a prefix for a namespace, where the text may use it
   */
  readonly print: (value: unknown, prefixOf?: (uri: string) => string) => string | undefined;
}
