import { ContractFolder } from "./contract-folder.ts";
import { WSDL } from "./wsdl-names.ts";
import { attributeOf, childrenNamed, type XmlNode } from "./xml-tree.ts";

/**
 * Which of a folder's WSDLs others of it import, also by way of files in folders below: parts of a description, as WCF
 * gives one away, and no service's own.
 * @throws {NotCompilable} when one of them cannot be read
 */
export function importedWsdls(folder: string, wsdls: readonly string[]): ReadonlySet<string> {
  const contract = new ContractFolder(folder);
  const imported = new Set<string>();
  for (const wsdl of wsdls) {
    const root = contract.document(wsdl, { file: wsdl, line: 1 });
    for (const { file } of reachedFrom(root, contract)) if (file !== root.file) imported.add(file);
  }
  return imported;
}

/** What a document imports that is here, and what that imports, in turn. */
function reachedFrom(root: XmlNode, contract: ContractFolder): ReadonlySet<XmlNode> {
  const reached = new Set([root]);
  // A set that grows is walked to its end.
  for (const document of reached) {
    for (const node of childrenNamed(document, WSDL, "import")) {
      const location = attributeOf(node, "location") ?? "";
      if (contract.has(location, node)) reached.add(contract.document(location, node));
    }
  }
  return reached;
}
