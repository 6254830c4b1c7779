import type { Representation } from "@portico/soap";

/** An amount as many systems of ours want it. */
export interface Cents {
  readonly cents: number;
}

/** Amounts with two digits behind the point at most. */
export const inCents: Representation<Cents> = {
  fromText(text) {
    const cents = Math.round(Number(text) * 100);
    return Number.isSafeInteger(cents) ? { cents } : undefined;
  },
  toText(value) {
    const { cents } = (value ?? {}) as Partial<Cents>;
    return Number.isSafeInteger(cents) ? (cents! / 100).toFixed(2) : undefined;
  },
};
