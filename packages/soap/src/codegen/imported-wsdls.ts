import { ContractFolder } from "./contract-folder.ts";
import { WSDL } from "./wsdl-names.ts";
import { attributeOf, childrenNamed } from "./xml-tree.ts";

/**
 * Which of a folder's WSDLs others of it import: parts of a description, as WCF gives one away, and no service's own.
 * @throws {NotCompilable} when one of them cannot be read
 */
export function importedWsdls(folder: string, wsdls: readonly string[]): ReadonlySet<string> {
  const contract = new ContractFolder(folder);
  const imported = new Set<string>();
  for (const wsdl of wsdls) {
    const root = contract.document(wsdl, { file: wsdl, line: 1 });
    for (const node of childrenNamed(root, WSDL, "import")) {
      const location = attributeOf(node, "location") ?? "";
      if (!contract.has(location, node)) continue;
      const { file } = contract.document(location, node);
      if (file !== wsdl) imported.add(file);
    }
  }
  return imported;
}
