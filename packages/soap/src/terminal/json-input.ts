/** What was given is no JSON, or has a number that JSON's reader would change. */
export class JsonInvalid extends Error {
  readonly code = "json_invalid";

  constructor(message: string) {
    super(message);
    this.name = "JsonInvalid";
  }
}

/**
 * Parses JSON, and refuses numbers that JavaScript would round: digits are lost there before any contract is asked.
 * @throws {JsonInvalid}
 */
export function parseJson(text: string): unknown {
  let rounded: string | undefined;
  let value: unknown;
  try {
    value = JSON.parse(text, (_key, one: unknown, context?: { readonly source?: string }) => {
      if (typeof one === "number" && context?.source !== undefined && !isExact(context.source, one)) {
        rounded ??= context.source;
      }
      return one;
    });
  } catch (error) {
    throw new JsonInvalid(`Not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (rounded !== undefined) {
    throw new JsonInvalid(
      `The number ${rounded.slice(0, 60)} has more digits than a number holds: write it as text.`,
    );
  }
  return value;
}

/** Whether the shortest text of the number has the digits that were written. */
const isExact = (written: string, value: number): boolean => digitsOf(written) === digitsOf(String(value));

/** Significant digits and where the point is: the same for 1e2, 100 and 100.0. */
function digitsOf(number: string): string {
  const [mantissa = "", exponent = "0"] = number.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const sign = whole.startsWith("-") ? "-" : "";
  const digits = (whole.replace("-", "") + fraction).replace(/^0+/, "");
  const significant = digits.replace(/(?<=[1-9])0+$|^0+$/, "");
  if (significant === "") return "0";
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${scale}`;
}
