// What windows-1252 puts between 0x80 and 0x9F; elsewhere a byte is its Unicode number. Source: the Encoding Standard,
// which maps the five unassigned bytes to themselves.
const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

const byteOf = new Map(Array.from(upper, (character, index) => [character, 0x80 + index]));
for (let byte = 0; byte < 0x100; byte += 1) {
  if (byte < 0x80 || byte > 0x9f) byteOf.set(String.fromCodePoint(byte), byte);
}

/** XML text in windows-1252. What the charset lacks becomes a character reference, as .NET writes it. */
export function encodeWindows1252(xml: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const character of xml) {
    const byte = byteOf.get(character);
    if (byte === undefined)
      bytes.push(...Buffer.from(`&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
