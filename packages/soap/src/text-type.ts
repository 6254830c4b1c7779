/** The text of a simple type, as attributes and elements hold it. `undefined` means: not one of this type's values. */
export interface TextType<T> {
  readonly uri: string;
  /** Its name, for errors and `xsi:type`. */
  readonly local: string;
  readonly parse: (text: string) => T | undefined;
  /** Takes anything: callers are not always type-checked. */
  readonly print: (value: unknown) => string | undefined;
}
