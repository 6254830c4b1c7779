import type { XmlNode } from "./xml-tree.ts";

/** A schema document without namespace, as a part of one that has: names without prefix are in it now. */
export function chameleon(document: XmlNode, targetNamespace: string): XmlNode {
  const scopes = new Map<XmlNode["prefixes"], XmlNode["prefixes"]>();
  const scopeOf = (prefixes: XmlNode["prefixes"]): XmlNode["prefixes"] => {
    if ((prefixes.get("") ?? "") !== "") return prefixes;
    let scope = scopes.get(prefixes);
    if (scope === undefined) {
      scope = new Map([...prefixes, ["", targetNamespace]]);
      scopes.set(prefixes, scope);
    }
    return scope;
  };
  const moved = (node: XmlNode): XmlNode => ({
    ...node,
    prefixes: scopeOf(node.prefixes),
    children: node.children.map(moved),
  });
  const root = moved(document);
  return {
    ...root,
    attributes: [...root.attributes, { uri: "", local: "targetNamespace", value: targetNamespace }],
  };
}
