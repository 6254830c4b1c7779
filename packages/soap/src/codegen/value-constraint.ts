import { builtInOf } from "./built-in-types.ts";
import type { ComplexType, SimpleType, ValueConstraint } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { namedBy, rawAttribute, type XmlNode } from "./xml-tree.ts";

/** What a declaration of an element or attribute of this type says about its value. */
export function constraintOf(node: XmlNode, type: SimpleType | ComplexType): ValueConstraint | undefined {
  const standard = rawAttribute(node, "default");
  const fixed = rawAttribute(node, "fixed");
  const text = standard ?? fixed;
  if (text === undefined) return undefined;
  const kind = standard === undefined ? "fixed" : "default";
  if (standard !== undefined && fixed !== undefined) {
    throw new NotCompilable(node, "a default and a fixed value");
  }
  if (type.kind !== "complex" && holdsName(type) && builtInOf(type).kind !== "name") {
    throw new NotCompilable(node, `a ${kind} value of which a qualified name is a part is not supported`);
  }
  const isName = type.kind !== "complex" && builtInOf(type).kind === "name";
  return { kind, text, name: isName ? namedBy(node, text.trim()) : undefined, place: node };
}

function holdsName(type: SimpleType): boolean {
  if (type.kind === "union") return type.members.some(holdsName);
  if (type.kind === "list") return holdsName(type.item);
  return type.kind === "restricted" ? holdsName(type.base) : builtInOf(type).kind === "name";
}

/**
 * The type of the text that a default or fixed value is of. Not known before types are read: they lead to each other.
 * @throws {NotCompilable} when there is no such text, or it is not the same text in every type the element may be of
 */
export function constrainedText(
  type: SimpleType | ComplexType,
  { kind, place }: ValueConstraint,
): SimpleType {
  if (type.kind !== "complex") return type;
  const { simpleContent } = type;
  if (simpleContent === undefined || holdsName(simpleContent)) {
    throw new NotCompilable(place, `a ${kind} value of an element that holds no text of its own`);
  }
  if (type.derived.some((one) => one.simpleContent !== simpleContent)) {
    throw new NotCompilable(
      place,
      `a ${kind} value of an element with several types of text is not supported`,
    );
  }
  return simpleContent;
}
