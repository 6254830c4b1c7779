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
  const said: string[] = [];
  for (const child of node.children) {
    if (child.local === "documentation") said.push(textOf(child));
    else if (child.local === "annotation") {
      for (const one of child.children) if (one.local === "documentation") said.push(textOf(one));
    }
  }
  return said.join(" ").trim();
}

const textOf = (node: XmlNode): string =>
  node.children.length === 0 ? node.text : [node.text, ...node.children.map(textOf)].join(" ").trim();
