import { namedBy, nameKey, type XmlNode } from "./xml-tree.ts";

/** Whether two elements say the same, wherever they stand. Names of components are compared as they mean. */
export const sameTree = (a: XmlNode, b: XmlNode): boolean => textOf(a) === textOf(b);

const NAMES = new Set(["type", "ref", "base", "itemType", "memberTypes", "substitutionGroup"]);

const textOf = (node: XmlNode): string =>
  JSON.stringify([
    node.uri,
    node.local,
    node.text,
    node.attributes.map(({ uri, local, value }) => [
      uri,
      local,
      NAMES.has(local)
        ? value
            .trim()
            .split(/\s+/)
            .map((name) => nameKey(namedBy(node, name)))
        : value,
    ]),
    node.children.filter(({ local }) => local !== "annotation").map(textOf),
  ]);
