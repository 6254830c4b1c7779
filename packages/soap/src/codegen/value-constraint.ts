import { builtInOf } from "./built-in-types.ts";
import type { ComplexType, SimpleType, ValueConstraint } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { rawAttribute, type XmlNode } from "./xml-tree.ts";

/** What a declaration of an element or attribute of this type says about its value. */
export function constraintOf(node: XmlNode, type: SimpleType | ComplexType): ValueConstraint | undefined {
  const [standard, fixed] = [rawAttribute(node, "default"), rawAttribute(node, "fixed")];
  const text = standard ?? fixed;
  if (text === undefined) return undefined;
  const kind = standard === undefined ? "fixed" : "default";
  if (standard !== undefined && fixed !== undefined) {
    throw new NotCompilable(node, "a default and a fixed value");
  }
  if (type.kind === "complex") {
    throw new NotCompilable(
      node,
      `a ${kind} value of an element with attributes or elements is not supported`,
    );
  }
  if (builtInOf(type).kind === "name") {
    throw new NotCompilable(node, `a ${kind} value that is a qualified name is not supported`);
  }
  return { kind, text };
}
