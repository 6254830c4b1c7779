import type { ContractFolder } from "../codegen/contract-folder.ts";
import { NotCompilable, type SourcePlace } from "../codegen/not-compilable.ts";
import { wellKnownSchema } from "../codegen/well-known/index.ts";
import { attributeOf, type XmlNode } from "../codegen/xml-tree.ts";

import { reasonOf } from "./contract-source.ts";

export const WSDL = "http://schemas.xmlsoap.org/wsdl/";
export const XS = "http://www.w3.org/2001/XMLSchema";

/** Something a contract has, and where. */
export interface Finding {
  readonly place: SourcePlace;
  readonly text: string;
}

/** The documents of a contract as far as they can be had. */
export interface ContractDocuments {
  /** The WSDL and every WSDL it imports. */
  readonly definitions: readonly XmlNode[];
  /** Every schema element: in a document of its own, or inside a WSDL. */
  readonly schemas: readonly XmlNode[];
  /** Documents that could not be had. */
  readonly missing: readonly Finding[];
  /** Those of them that are on other machines, each once. */
  readonly remote: readonly string[];
}

/**
 * Follows every import it can and lists the others: where the compiler stops, this goes on.
 * @throws {NotCompilable} when not even the first file is a WSDL
 */
export function readDocuments(folder: ContractFolder, wsdl: string): ContractDocuments {
  const root = folder.document(wsdl.slice(wsdl.lastIndexOf("/") + 1), { file: wsdl, line: 1 });
  if (root.uri !== WSDL || root.local !== "definitions") {
    throw new NotCompilable(root, `not a WSDL 1.1 document: its root is {${root.uri}}${root.local}`);
  }
  const definitions: XmlNode[] = [];
  const schemas: XmlNode[] = [];
  const missing: Finding[] = [];
  const remote = new Set<string>();
  const seen = new Set<XmlNode>([root]);
  const waiting = [root];
  const follow = (node: XmlNode, attribute: string) => {
    const location = attributeOf(node, attribute);
    if (location === undefined) return;
    try {
      const document = folder.document(location, node);
      if (!seen.has(document)) waiting.push(document);
      seen.add(document);
    } catch (error) {
      // Schemas that everybody uses are known without a file.
      if (wellKnownSchema(attributeOf(node, "namespace") ?? "") !== undefined) return;
      const url = folder.missingUrl(location, node);
      if (url !== undefined) remote.add(url);
      const place = { file: node.file, line: node.line };
      if (error instanceof NotCompilable) missing.push({ place: error.place, text: error.reason });
      else missing.push({ place, text: `"${location}" cannot be read: ${reasonOf(error)}` });
    }
  };
  for (let document = waiting.shift(); document !== undefined; document = waiting.shift()) {
    if (document.uri === XS) {
      schemas.push(document);
      followSchema(document, follow);
      continue;
    }
    definitions.push(document);
    for (const node of document.children) {
      if (node.uri !== WSDL) continue;
      if (node.local === "import") follow(node, "location");
      if (node.local !== "types") continue;
      for (const schema of node.children) {
        if (schema.uri !== XS) continue;
        schemas.push(schema);
        followSchema(schema, follow);
      }
    }
  }
  return { definitions, schemas, missing, remote: [...remote] };
}

function followSchema(schema: XmlNode, follow: (node: XmlNode, attribute: string) => void): void {
  for (const node of schema.children) {
    if (node.uri === XS && /^(import|include|redefine)$/.test(node.local)) follow(node, "schemaLocation");
  }
}
