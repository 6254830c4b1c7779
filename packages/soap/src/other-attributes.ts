/** An attribute the contract allows without naming it. */
export interface OtherAttribute {
  /** `""`: none. */
  readonly uri: string;
  readonly local: string;
  readonly value: string;
}
