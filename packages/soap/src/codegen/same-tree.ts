import type { XmlNode } from "./xml-tree.ts";

/** Whether two elements say the same, wherever they stand. Names in values are compared as they mean. */
export function sameTree(a: XmlNode, b: XmlNode): boolean {
  return textOf(a) === textOf(b);
}

const textOf = (node: XmlNode): string =>
  JSON.stringify([
    node.uri,
    node.local,
    node.text,
    node.attributes.map(({ uri, local, value }) => [uri, local, meaning(node, value)]),
    node.children.filter(({ local }) => local !== "annotation").map(textOf),
  ]);

/** A value that may be a name with a prefix, with its namespace instead. */
function meaning({ prefixes }: XmlNode, value: string): readonly string[] {
  const [, prefix = "", local = ""] = /^(?:([^\s:]+):)?([^\s:]+)$/.exec(value.trim()) ?? [];
  const uri = prefixes.get(prefix);
  return local === "" || uri === undefined ? [value] : [uri, local];
}
