import type { PlainText } from "./xml/plain-text.ts";

// The forms nearly all systems write, recognized in the document's bytes, without a regular expression. What is not
// among them may well be valid: the types' own rules decide about it.

const ZERO = 0x30;

// More digits than any amount has.
const DIGITS_MAX = 100;
const COUNT_BITS = 8;

/** `-12.50` as 2 and 2, packed into one number because objects cost. -1: another form. */
export function countDigits({ bytes, start, end }: PlainText): number {
  if (end - start >= DIGITS_MAX) return -1;
  const first = bytes[start] === 0x2d ? start + 1 : start;
  let at = first;
  while (isDigit(bytes[at]!)) at++;
  const whole = at - first;
  if (whole === 0) return -1;
  if (at === end) return whole << COUNT_BITS;
  if (bytes[at] !== 0x2e) return -1;
  const point = at++;
  while (isDigit(bytes[at]!)) at++;
  const fraction = at - point - 1;
  return at === end && fraction > 0 ? (whole << COUNT_BITS) | fraction : -1;
}

export const digitsBeforePoint = (count: number): number => count >> COUNT_BITS;
export const digitsAfterPoint = (count: number): number => count & ((1 << COUNT_BITS) - 1);

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/**
 * The number of a decimal of at most 15 digits, `fraction` of them behind the point. Exactly what `Number` says: both
 * numbers that are divided are exact, so their quotient is the nearest there is.
 */
export function decimalNumber({ bytes, start, end }: PlainText, fraction: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO) value = value * 10 + byte - ZERO;
  }
  value /= POWERS_OF_TEN[fraction]!;
  return bytes[start] === 0x2d ? -value : value;
}

/** A decimal as it is; `digits` are its digits, counted. `undefined`: another form. */
export const usualDecimal = (plain: PlainText, digits = countDigits(plain)): string | undefined =>
  digits < 0 ? undefined : plain.text;

/** A whole number of at most nine digits; `undefined`: another form. */
export function usualInteger({ bytes, start, end }: PlainText): number | undefined {
  const negative = bytes[start] === 0x2d;
  const first = negative ? start + 1 : start;
  if (end === first || end - first > 9) return undefined;
  let value = 0;
  for (let at = first; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return negative ? 0 - value : value;
}

/** `2026-11-22`, from year 1000 on; `undefined`: another form. */
export const usualDate = (plain: PlainText): string | undefined =>
  plain.end - plain.start >= 10 && isDate(plain) && isZone(plain, plain.start + 10) ? plain.text : undefined;

/** `2026-11-22T08:15:00`, with or without a fraction, never 24:00; `undefined`: another form. */
export const usualDateTime = (plain: PlainText): string | undefined =>
  plain.end - plain.start >= 19 && isDate(plain) && isTime(plain) ? plain.text : undefined;

/** The 29th of February is left to the calendar. */
function isDate({ bytes, start }: PlainText): boolean {
  if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return false;
  const month = pair(bytes, start + 5);
  const day = pair(bytes, start + 8);
  return (
    pair(bytes, start) >= 10 &&
    pair(bytes, start + 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    // Odd months up to July and even ones from August on are the long ones.
    day <= (month === 2 ? 28 : 30 + ((month + (month >> 3)) & 1))
  );
}

/** From the `T` on. */
function isTime(plain: PlainText): boolean {
  const { bytes, start } = plain;
  const inClock =
    bytes[start + 10] === 0x54 &&
    bytes[start + 13] === 0x3a &&
    bytes[start + 16] === 0x3a &&
    pair(bytes, start + 11) <= 23 &&
    pair(bytes, start + 14) <= 59 &&
    pair(bytes, start + 17) <= 59;
  if (!inClock) return false;
  let at = start + 19;
  if (bytes[at] === 0x2e) {
    const point = at++;
    while (isDigit(bytes[at]!)) at++;
    if (at === point + 1) return false;
  }
  return isZone(plain, at);
}

/** Nothing, `Z`, or `+01:00` from `at` on. */
function isZone({ bytes, end }: PlainText, at: number): boolean {
  const sign = bytes[at];
  if (at === end) return true;
  if (end - at === 1) return sign === 0x5a;
  return (
    end - at === 6 &&
    (sign === 0x2b || sign === 0x2d) &&
    bytes[at + 3] === 0x3a &&
    pair(bytes, at + 1) <= 13 &&
    pair(bytes, at + 4) <= 59
  );
}

/** Two digits as a number; NaN, which compares as false, when they are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]!;
  const ones = bytes[at + 1]!;
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 0x39;
