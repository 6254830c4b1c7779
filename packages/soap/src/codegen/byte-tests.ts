/**
 * Source that is true where the bytes of `text` are at `at`. They are compared eight at a time, as doubles, which costs
 * the engine no more than a byte; no UTF-8 of a name makes a NaN or a negative zero, the two that equality is wrong about.
 */
export const isAt = (text: string, at: string): string =>
  comparisons(text, at)
    .map(({ found, expected }) => `${found} === ${expected}`)
    .join(" && ");

/** Source that is true where they are not. */
export const isNotAt = (text: string, at: string): string =>
  comparisons(text, at)
    .map(({ found, expected }) => `${found} !== ${expected}`)
    .join(" || ");

/** The place so many bytes behind another. */
export const behind = (at: string, bytes: number): string => (bytes === 0 ? at : `${at} + ${bytes}`);

interface Comparison {
  readonly found: string;
  readonly expected: string;
}

function comparisons(text: string, at: string): readonly Comparison[] {
  const bytes = Buffer.from(text);
  const { length } = bytes;
  const read = (method: keyof typeof READS, offset: number): Comparison => ({
    found: `view.${method}(${behind(at, offset)}, true)`,
    expected: String(READS[method](bytes, offset)),
  });
  if (length >= 8) {
    const whole = Array.from({ length: Math.floor(length / 8) }, (_, i) => read("getFloat64", i * 8));
    // The last eight overlap those before.
    return length % 8 === 0 ? whole : [...whole, read("getFloat64", length - 8)];
  }
  if (length >= 4) {
    return length === 4 ? [read("getInt32", 0)] : [read("getInt32", 0), read("getInt32", length - 4)];
  }
  if (length === 3) return [read("getInt16", 0), read("getInt16", 1)];
  return length === 2 ? [read("getInt16", 0)] : [{ found: `bytes[${at}]`, expected: String(bytes[0]) }];
}

const READS = {
  getFloat64: (bytes: Buffer, offset: number) => bytes.readDoubleLE(offset),
  getInt32: (bytes: Buffer, offset: number) => bytes.readInt32LE(offset),
  getInt16: (bytes: Buffer, offset: number) => bytes.readInt16LE(offset),
};
