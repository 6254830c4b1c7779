// Controls move cursors and colour screens; bidirectional marks make a line read otherwise than it is.
// eslint-disable-next-line no-control-regex -- these are what must not reach the terminal
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text of others, as a terminal may show it: what could steer the terminal is spelled out. */
export const plainText = (text: string): string =>
  text.replace(DANGEROUS, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

/** The same on one line. */
export const plainLine = (text: string): string => plainText(text.replace(/\s+/g, " ").trim());
