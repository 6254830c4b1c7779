import type { Wildcard } from "./model.ts";
import { NotCompilable } from "./not-compilable.ts";
import { attributeOf, type XmlNode } from "./xml-tree.ts";

/** The names an `xs:any` or `xs:anyAttribute` takes. */
export function wildcardOf(node: XmlNode, targetNamespace: string): Wildcard {
  const process = attributeOf(node, "processContents") ?? "strict";
  if (!/^(strict|lax|skip)$/.test(process)) {
    throw new NotCompilable(node, `processContents "${process}" is not strict, lax or skip`);
  }
  const written = attributeOf(node, "namespace") ?? "##any";
  if (written === "##any") return { kind: "any" };
  if (written === "##other") return { kind: "other", uri: targetNamespace };
  const uris = written
    .split(/\s+/)
    .filter((uri) => uri !== "")
    .map((uri) => (uri === "##targetNamespace" ? targetNamespace : uri === "##local" ? "" : uri));
  const unknown = uris.find((uri) => uri.startsWith("##"));
  if (unknown !== undefined) throw new NotCompilable(node, `the namespace "${unknown}" means nothing here`);
  return { kind: "listed", uris };
}
