const DECIMAL = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?$/;

interface Decimal {
  readonly negative: boolean;
  /** Without leading zeros. */
  readonly whole: string;
  /** Without trailing zeros. */
  readonly fraction: string;
}

/** The significant digits of a text that is known to be an `xs:decimal`. */
export function digitsOf(lexical: string): Decimal {
  const [, sign, whole = "", fraction = ""] = DECIMAL.exec(lexical) ?? [];
  const significant = withoutTrailingZeros(fraction);
  return { negative: sign === "-" && (whole !== "" || significant !== ""), whole, fraction: significant };
}

// Not /0+$/: that tries every run of zeros inside the text.
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}

/** Exact comparison of two `xs:decimal` texts of any length: negative, zero or positive like `a - b`. */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = [digitsOf(a), digitsOf(b)];
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  return left.negative ? -compareMagnitudes(left, right) : compareMagnitudes(left, right);
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  const [left, right] = [`${a.whole}.${a.fraction}`, `${b.whole}.${b.fraction}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
