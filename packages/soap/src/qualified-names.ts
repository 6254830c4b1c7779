import type { QName } from "./fault.ts";
import { scalar, type Scalar } from "./scalar.ts";
import { isXmlName } from "./xml/characters.ts";

/** A name by its namespace: prefixes are looked up where it was written and made up where it is sent. */
function qualifiedName(local: string): Scalar<QName> {
  return scalar({
    uri: "http://www.w3.org/2001/XMLSchema",
    local,
    whiteSpace: "collapse",
    fromLexical(lexical, scope) {
      const [prefix, name] = lexical.includes(":") ? lexical.split(":", 2) : ["", lexical];
      if (
        !isXmlName(lexical) ||
        lexical.startsWith(":") ||
        !isXmlName(name!) ||
        lexical.split(":").length > 2
      )
        return undefined;
      // Without a scope only the form can be judged.
      const uri = scope === undefined ? "" : scope.uriOf(prefix!);
      return uri === undefined ? undefined : { uri, local: name! };
    },
    toLexical(value, scope) {
      const { uri, local: name } = (value ?? {}) as Partial<QName>;
      if (typeof uri !== "string" || typeof name !== "string" || !isXmlName(name) || name.includes(":")) {
        return undefined;
      }
      const prefix = uri === "" ? "" : (scope?.prefixOf(uri) ?? "unknown");
      return prefix === "" ? name : `${prefix}:${name}`;
    },
  });
}

export const xsQName = qualifiedName("QName");
export const xsNotation = qualifiedName("NOTATION");
