import type { Namespace } from "./namespace.ts";

/** Words are what engines copy fastest. */
export const WORD_BYTES = 4;

/** How an element begins, as requests spell it: worked out once, written in words of four bytes. */
export interface ElementTag {
  readonly local: string;
  /** From its `<` to the end of its name, in bytes. */
  readonly length: number;
  /** These bytes, little-endian, filled up with zeros. */
  readonly words: Int32Array;
}

export function elementTag({ prefix }: Namespace, local: string): ElementTag {
  const bytes = Buffer.from(prefix === "" ? `<${local}` : `<${prefix}:${local}`);
  const words = new Int32Array(Math.ceil(bytes.length / WORD_BYTES));
  const view = new DataView(words.buffer);
  for (const [i, byte] of bytes.entries()) view.setUint8(i, byte);
  return { local, length: bytes.length, words: words.map((_, i) => view.getInt32(i * WORD_BYTES, true)) };
}
