/** From where to where a setting makes sense. */
export interface Bound {
  readonly min: number;
  readonly max: number;
  /** Fractions make no sense. */
  readonly whole?: boolean;
}

/** The longest of anything a call waits for or is counted in. */
const MS_MAX = 3_600_000;
const COUNT_MAX = 1_000_000;

export const milliseconds = (min: number, max: number = MS_MAX): Bound => ({ min, max });
export const count = (min: number, max: number = COUNT_MAX): Bound => ({ min, max, whole: true });
/** A share of something that may not be nothing. */
export const SHARE: Bound = { min: 0.001, max: 1 };

/**
 * Refuses what nobody can have meant when it is written, not when the system fails: one place too few is a page that
 * never loads, and NaN compares with nothing.
 * @throws {TypeError} naming the first setting out of bounds
 */
export function checkBounds<Settings extends object>(
  policy: string,
  settings: Settings,
  bounds: { readonly [Name in keyof Settings]-?: Bound },
): void {
  for (const [name, { min, max, whole = false }] of Object.entries<Bound>(bounds)) {
    const value: unknown = settings[name as keyof Settings];
    if (typeof value === "number" && value >= min && value <= max && (!whole || Number.isInteger(value)))
      continue;
    throw new TypeError(
      `${policy}: ${name} must be ${whole ? "a whole number " : ""}from ${min} to ${max}, and is ${String(value)}.`,
    );
  }
}
