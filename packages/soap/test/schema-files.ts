import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { XmlDocument, XmlElement, XsdValidator } from "libxml2-wasm";
import { xmlRegisterFsInputProviders } from "libxml2-wasm/lib/nodejs.mjs";

const XS = "http://www.w3.org/2001/XMLSchema";
const WSDL = "http://schemas.xmlsoap.org/wsdl/";

xmlRegisterFsInputProviders();

/** Checks messages against the schemas of a contract, as libxml2 understands them. */
export class SchemaJudge {
  private readonly driver: XmlDocument;
  private readonly validator: XsdValidator;

  constructor(contractFolder: string, wsdl: string) {
    const folder = mkdtempSync(join(tmpdir(), "schemas-"));
    try {
      cpSync(contractFolder, folder, { recursive: true });
      const imports = extractSchemas(folder, wsdl).map(
        ({ namespace, file }) =>
          `<xs:import${namespace === "" ? "" : ` namespace="${namespace}"`} schemaLocation="${file}"/>`,
      );
      const file = join(folder, "all.xsd");
      const text = `<xs:schema xmlns:xs="${XS}" targetNamespace="urn:all">${imports.join("")}</xs:schema>`;
      this.driver = XmlDocument.fromBuffer(Buffer.from(text), { url: pathToFileURL(file).href });
      this.validator = XsdValidator.fromDoc(this.driver);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** What is wrong with the element in the body of an envelope, a line each; `[]`: nothing. */
  complaints(envelope: string): readonly string[] {
    using document = XmlDocument.fromString(envelope);
    const body = elementsOf(document.root).find(({ name }) => name === "Body")!;
    try {
      this.validator.validate(elementsOf(body)[0]!);
      return [];
    } catch (error) {
      return (error as Error).message.split("\n").filter((line) => line !== "");
    }
  }

  dispose(): void {
    this.validator.dispose();
    this.driver.dispose();
  }
}

interface SchemaFile {
  readonly namespace: string;
  readonly file: string;
}

/** Writes each schema that is inside a WSDL to a file of its own, and tells of all of them, those it imports included. */
function extractSchemas(folder: string, wsdl: string): readonly SchemaFile[] {
  using document = XmlDocument.fromBuffer(readFileSync(join(folder, wsdl)));
  if (document.root.name === "schema")
    return [{ namespace: document.root.attr("targetNamespace")?.value ?? "", file: wsdl }];
  const imported = elementsOf(document.root)
    .filter((node) => node.name === "import" && node.namespaceUri === WSDL)
    .map((node) => node.attr("location")!.value)
    .flatMap((location) => extractSchemas(folder, location));
  const schemas = elementsOf(document.root)
    .filter(({ name, namespaceUri }) => name === "types" && namespaceUri === WSDL)
    .flatMap(elementsOf)
    .map((node, index) => ({
      node,
      namespace: node.attr("targetNamespace")?.value ?? "",
      file: `${wsdl}.${index}.xsd`,
    }));
  for (const { node } of schemas) {
    for (const child of elementsOf(node).filter(({ name }) => name === "import")) {
      const sibling = schemas.find(({ namespace }) => namespace === (child.attr("namespace")?.value ?? ""));
      if (sibling !== undefined && child.attr("schemaLocation") === null) {
        child.setAttr("schemaLocation", sibling.file);
      }
    }
  }
  for (const { node, file } of schemas) writeFileSync(join(folder, dirname(wsdl), file), standAlone(node));
  return [...imported, ...schemas.map(({ namespace, file }) => ({ namespace, file }))];
}

/** The element as a document, with the prefixes of what it stood in. */
function standAlone(element: XmlElement): string {
  const declared = new Set(Object.keys(element.nsDeclarations));
  let missing = "";
  for (let outer = element.parent; outer !== null; outer = outer.parent) {
    for (const [prefix, uri] of Object.entries(outer.nsDeclarations)) {
      if (declared.has(prefix)) continue;
      declared.add(prefix);
      missing += prefix === "" ? ` xmlns="${uri}"` : ` xmlns:${prefix}="${uri}"`;
    }
  }
  return element.toString().replace(/^<[^\s/>]+/, (tag) => `${tag}${missing}`);
}

function elementsOf(element: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (let child = element.firstChild; child !== null; child = child.next) {
    if (child instanceof XmlElement) found.push(child);
  }
  return found;
}
