import type { Origin } from "./model.ts";
import type { XmlNode } from "./xml-tree.ts";

/** Where a component came from and what its author says about it. */
export function originOf(node: XmlNode, kind: string, name: string): Origin {
  return {
    place: { file: node.file, line: node.line },
    title: `${kind} ${name}`.trim(),
    doc: documentationOf(node),
  };
}

/** What a component's author says about it; `""`: nothing. */
export function documentationOf(node: XmlNode): string {
  if (node.children.length === 0) return "";
  return node.children
    .flatMap((child) => (child.local === "annotation" ? child.children : [child]))
    .filter(({ local }) => local === "documentation")
    .map(textOf)
    .join(" ")
    .trim();
}

const textOf = (node: XmlNode): string => [node.text, ...node.children.map(textOf)].join(" ").trim();
