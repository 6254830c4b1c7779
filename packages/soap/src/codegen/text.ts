// What nearly all names are made of.
const PLAIN = /^[\w$@:./-]*$/;

/** A string literal. JSON's escapes are JavaScript's. */
export const literal = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/** A qualified name as a value. */
export const nameLiteral = ({ uri, local }: { readonly uri: string; readonly local: string }): string =>
  `{ uri: ${literal(uri)}, local: ${literal(local)} }`;

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
// Quickly told of nearly all.
const USUAL_IDENTIFIER = /^[A-Za-z$_][\w$]*$/;
export const isIdentifier = (text: string): boolean => USUAL_IDENTIFIER.test(text) || IDENTIFIER.test(text);

/** A key of an object literal. Computed where a plain key would set the prototype instead. */
export function keyOf(property: string): string {
  if (property === "__proto__") return '["__proto__"]';
  return typeKeyOf(property);
}

/** A key of a type literal. */
export const typeKeyOf = (property: string): string =>
  isIdentifier(property) ? property : literal(property);

/** Reading a property. Not through the prototype, which has some of these names too. */
export function propertyOf(object: string, property: string): string {
  return isInherited(property) ? `own(${object}, ${literal(property)})` : accessOf(object, property);
}

/** Whether every object has a property of that name already. */
export const isInherited = (property: string): boolean => property in Object.prototype;

/** A property to assign to. */
export function accessOf(object: string, property: string): string {
  return isIdentifier(property) ? `${object}.${property}` : `${object}[${literal(property)}]`;
}

// Needs no change. Most text is so, and looking is cheaper than replacing.
const IN_COMMENT = /^[\w.:-]+(?: [\w.:,;-]+)*$/;

/** Text of others inside a comment: one line, and no way out of it. */
export const comment = (text: string): string =>
  IN_COMMENT.test(text)
    ? text
    : text
        .replace(/[\s\u2028\u2029]+/g, " ")
        .replaceAll("*/", "*\\/")
        .trim();
