import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { XmlDocument, XmlElement, XmlValidateError, XsdValidator } from "libxml2-wasm";
import { xmlRegisterFsInputProviders } from "libxml2-wasm/lib/nodejs.mjs";

xmlRegisterFsInputProviders();

/**
 * What libxml2 has to say against the one element at `xpath` of a document, according to a schema file and what it
 * imports. A second opinion: it knows neither our reader nor our writer.
 */
export function schemaErrors(schema: URL, document: string, xpath: string): readonly string[] {
  const path = fileURLToPath(schema);
  using xsd = XmlDocument.fromBuffer(readFileSync(path), { url: path });
  using validator = XsdValidator.fromDoc(xsd);
  using answer = XmlDocument.fromString(document.replace(/^<\?xml[^>]*\?>/, ""));
  const element = answer.get(xpath);
  if (!(element instanceof XmlElement)) return [`no element at ${xpath}`];
  try {
    validator.validate(element);
    return [];
  } catch (error) {
    if (error instanceof XmlValidateError) return error.details.map(({ message }) => message.trim());
    throw error;
  }
}
