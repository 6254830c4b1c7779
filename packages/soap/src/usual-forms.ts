// The forms nearly all systems write, recognized without a regular expression. What is not among them may well be
// valid: the types' own rules decide about it.

const ZERO = 0x30;

// More digits than any amount has; both counts are packed into one number below this.
const DIGITS_MAX = 100;

/** `-12.50` as 2 and 2; one number, `whole * 100 + fraction`, because objects cost. -1: another form. */
export function countDigits(text: string): number {
  const { length } = text;
  let at = text.charCodeAt(0) === 0x2d ? 1 : 0;
  if (length >= DIGITS_MAX) return -1;
  const first = at;
  while (at < length && isDigit(text.charCodeAt(at))) at++;
  const whole = at - first;
  if (whole === 0) return -1;
  if (at === length) return whole * DIGITS_MAX;
  if (text.charCodeAt(at) !== 0x2e) return -1;
  const point = at++;
  while (at < length && isDigit(text.charCodeAt(at))) at++;
  const fraction = at - point - 1;
  return at === length && fraction > 0 ? whole * DIGITS_MAX + fraction : -1;
}

export const digitsBeforePoint = (count: number): number => Math.trunc(count / DIGITS_MAX);
export const digitsAfterPoint = (count: number): number => count % DIGITS_MAX;

/** A decimal as it is; `digits` are its digits, counted. `undefined`: another form. */
export const usualDecimal = (text: string, digits = countDigits(text)): string | undefined =>
  digits < 0 ? undefined : text;

/** A whole number of at most nine digits; `undefined`: another form. */
export function usualInteger(text: string): number | undefined {
  const { length } = text;
  const negative = text.charCodeAt(0) === 0x2d;
  const first = negative ? 1 : 0;
  if (length === first || length > 9 + first) return undefined;
  let value = 0;
  for (let at = first; at < length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return negative ? 0 - value : value;
}

/** `2026-11-22`, from year 1000 on. */
export function usualDate(text: string): string | undefined {
  return text.length >= 10 && isDate(text) && isZone(text, 10) ? text : undefined;
}

/** `2026-11-22T08:15:00`, with or without a fraction, before midnight's 24:00. */
export const usualDateTime = (text: string): string | undefined => (isDateTime(text) ? text : undefined);

function isDateTime(text: string): boolean {
  if (text.length < 19 || !isDate(text) || text.charCodeAt(10) !== 0x54) return false;
  const inTime =
    text.charCodeAt(13) === 0x3a &&
    text.charCodeAt(16) === 0x3a &&
    pair(text, 11) <= 23 &&
    pair(text, 14) <= 59;
  if (!inTime || !(pair(text, 17) <= 59)) return false;
  let at = 19;
  if (text.charCodeAt(at) === 0x2e) {
    const point = at++;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at === point + 1) return false;
  }
  return isZone(text, at);
}

function isDate(text: string): boolean {
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false;
  const month = pair(text, 5);
  const day = pair(text, 8);
  // The 29th to 31st are left to the calendar.
  return pair(text, 0) >= 10 && pair(text, 2) >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

/** Nothing, `Z`, or `+01:00` from `at` on. */
function isZone(text: string, at: number): boolean {
  const rest = text.length - at;
  if (rest === 0) return true;
  const sign = text.charCodeAt(at);
  if (rest === 1) return sign === 0x5a;
  return (
    rest === 6 &&
    (sign === 0x2b || sign === 0x2d) &&
    text.charCodeAt(at + 3) === 0x3a &&
    pair(text, at + 1) <= 13 &&
    pair(text, at + 4) <= 59
  );
}

/** Two digits as a number; NaN, which compares as false, when they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
}

const isDigit = (code: number): boolean => code >= ZERO && code <= 0x39;
