// A literal carriage return would reach the other side as a line feed, a line feed in an attribute as a blank.
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What stands for a character that cannot stand for itself. */
export const escaped = (character: string): string => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`;

const escapeWith = (pattern: RegExp) => (text: string) => text.replace(pattern, escaped);

export const escapeText = escapeWith(/[&<>\r]/g);
export const escapeAttribute = escapeWith(/[&<>"\t\n\r]/g);
