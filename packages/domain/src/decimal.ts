const ZERO = 0x30;

/**
 * A decimal as we write it: no sign plus, no leading zeros, at least `fractionDigitsMin` decimals and no trailing zeros
 * beyond them. The value is exactly the same: a decimal string never becomes a float.
 * @param text as XML Schema writes decimals: `+1.50`, `.5`, `5.`
 */
export function canonicalDecimal(text: string, fractionDigitsMin = 0): string {
  // A page has hundreds of amounts: no expression is as quick as looking at both ends.
  const negative = text.startsWith("-");
  const dot = text.indexOf(".");
  const point = dot === -1 ? text.length : dot;
  let from = negative || text.startsWith("+") ? 1 : 0;
  while (from < point - 1 && text.charCodeAt(from) === ZERO) from += 1;
  let end = text.length;
  while (end - point - 1 > fractionDigitsMin && text.charCodeAt(end - 1) === ZERO) end -= 1;
  const fractionDigits = Math.max(0, end - point - 1);
  if (fractionDigits === 0) end = point;

  let digits = from < point ? text.slice(from, end) : `0${text.slice(point, end)}`;
  const missing = fractionDigitsMin - fractionDigits;
  if (missing > 0) digits += `${fractionDigits === 0 ? "." : ""}${"0".repeat(missing)}`;
  return negative && /[1-9]/.test(digits) ? `-${digits}` : digits;
}
