/** An attribute the contract allows without naming it. */
export interface OtherAttribute {
  /** `""`: none. */
  readonly uri: string;
  readonly local: string;
  readonly value: string;
}

/** Types do not hold what comes from JSON: the three parts must be there, as text. */
export const isOtherAttribute = (value: unknown): value is OtherAttribute =>
  typeof value === "object" &&
  value !== null &&
  ["uri", "local", "value"].every(
    (part) => Object.hasOwn(value, part) && typeof value[part as keyof typeof value] === "string",
  );
