import type { SimpleType } from "./model.ts";

/** What JSON Schema calls a facet; its other words for them are checked, not described. */
const DESCRIBED: ReadonlyMap<string, string> = new Map([
  ["lengthMin", "minLength"],
  ["lengthMax", "maxLength"],
]);
// What means the same in XML Schema and in JavaScript.
const COMMON_PATTERN = /^(?:[^\\^$&]|\\[.\-+*?()[\]{}|\\])*$/;

/** The facets of a text that JSON Schema has a word for, as an object's source. `undefined`: there are none. */
export function describeFacets(type: SimpleType): string | undefined {
  const described = new Map<string, string>();
  for (let one = type; one.kind === "restricted"; one = one.base) {
    for (const { name, source } of one.facets) {
      const word = DESCRIBED.get(name);
      if (word !== undefined && !described.has(word)) described.set(word, source);
      if (name === "length") for (const both of DESCRIBED.values()) described.set(both, source);
      if (name === "patterns" && !described.has("pattern")) {
        const patterns = JSON.parse(source) as readonly string[];
        if (patterns.every((pattern) => COMMON_PATTERN.test(pattern) && !pattern.includes("-["))) {
          described.set("pattern", JSON.stringify(`^(?:${patterns.join("|")})$`));
        }
      }
    }
    if (one.base.kind === "list" || one.base.kind === "union") return undefined;
  }
  if (described.size === 0) return undefined;
  return `{ ${[...described].map(([word, source]) => `${word}: ${source}`).join(", ")} }`;
}
