import { readFileSync } from "node:fs";
import { parseXml, type XmlNode } from "../xml-tree.ts";

// Contracts import these by addresses nobody should have to reach. Each file is our own description of what contracts use.
const FILES: ReadonlyMap<string, string> = new Map([
  ["http://www.w3.org/2001/XMLSchema", "schema.xsd"],
  ["http://www.w3.org/XML/1998/namespace", "xml.xsd"],
  ["http://schemas.xmlsoap.org/soap/encoding/", "soap-encoding-11.xsd"],
  ["http://www.w3.org/2003/05/soap-encoding", "soap-encoding-12.xsd"],
  ["http://www.w3.org/2005/08/addressing", "ws-addressing-10.xsd"],
  ["http://schemas.xmlsoap.org/ws/2004/08/addressing", "ws-addressing-2004-08.xsd"],
  ["http://www.w3.org/2005/05/xmlmime", "xmlmime.xsd"],
  ["http://www.w3.org/2004/08/xop/include", "xop-include.xsd"],
  ["http://ws-i.org/profiles/basic/1.1/xsd", "swaref.xsd"],
]);
const parsed = new Map<string, XmlNode>();

/** Our description of a namespace the whole industry shares; `undefined`: it is none of those. */
export function wellKnownSchema(namespace: string): XmlNode | undefined {
  const file = FILES.get(namespace);
  if (file === undefined) return undefined;
  let schema = parsed.get(file);
  if (schema === undefined) {
    schema = parseXml(readFileSync(new URL(file, import.meta.url)), `well-known/${file}`);
    parsed.set(file, schema);
  }
  return schema;
}
