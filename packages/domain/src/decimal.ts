/**
 * A decimal as we write it: no sign plus, no leading zeros, at least `fractionDigitsMin` decimals and no trailing zeros
 * beyond them. The value is exactly the same: a decimal string never becomes a float.
 * @param text as XML Schema writes decimals: `+1.50`, `.5`, `5.`
 */
export function canonicalDecimal(text: string, fractionDigitsMin = 0): string {
  const [, sign = "", integer = "", fraction = ""] = /^([+-]?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const whole = integer.replace(/^0+(?=\d)/, "") || "0";
  const decimals = fraction.replace(/0+$/, "").padEnd(fractionDigitsMin, "0");
  const digits = decimals === "" ? whole : `${whole}.${decimals}`;
  return sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits;
}
