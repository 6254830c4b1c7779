import { nameAttribute, type QName, type XmlNode } from "./xml-tree.ts";

/** The `complexContent` or `simpleContent` of a complex type. */
export const contentOf = (type: XmlNode): XmlNode | undefined =>
  type.children.find(({ local }) => local === "complexContent" || local === "simpleContent");

/** The extension or restriction a complex type is. */
export const derivationOf = (type: XmlNode): XmlNode | undefined =>
  contentOf(type)?.children.find(({ local }) => local === "extension" || local === "restriction");

/** The type a complex type derives from. */
export function baseOf(type: XmlNode): QName | undefined {
  const derivation = derivationOf(type);
  return derivation === undefined ? undefined : nameAttribute(derivation, "base");
}
