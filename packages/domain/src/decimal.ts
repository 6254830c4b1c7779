/**
 * A decimal as we write it: no sign plus, no leading zeros, at least `fractionDigitsMin` decimals and no trailing zeros
 * beyond them. The value is exactly the same: a decimal string never becomes a float.
 * @param text as XML Schema writes decimals: `+1.50`, `.5`, `5.`
 */
export function canonicalDecimal(text: string, fractionDigitsMin = 0): string {
  // Nearly all amounts are written so already, and a page has hundreds.
  if (isCanonical(text, fractionDigitsMin)) return text;
  const [, sign = "", integer = "", fraction = ""] = /^([+-]?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const whole = integer.replace(/^0+(?=\d)/, "") || "0";
  const decimals = fraction.replace(/0+$/, "").padEnd(fractionDigitsMin, "0");
  const digits = decimals === "" ? whole : `${whole}.${decimals}`;
  return sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

const [ZERO, NINE, POINT] = [0x30, 0x39, 0x2e];

/** Whether an amount of 0 or more is written as we would write it. */
function isCanonical(text: string, fractionDigitsMin: number): boolean {
  const { length } = text;
  let at = 0;
  while (at < length && isDigit(text.charCodeAt(at))) at += 1;
  if (at === 0 || (at > 1 && text.charCodeAt(0) === ZERO)) return false;
  if (at === length) return fractionDigitsMin === 0;
  const fractionDigits = length - at - 1;
  if (text.charCodeAt(at) !== POINT || fractionDigits === 0 || fractionDigits < fractionDigitsMin)
    return false;
  for (at += 1; at < length; at += 1) if (!isDigit(text.charCodeAt(at))) return false;
  return fractionDigits === fractionDigitsMin || text.charCodeAt(length - 1) !== ZERO;
}

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
