import { ParseOption, XmlDocument, XmlElement, XmlText, XmlCData } from "libxml2-wasm";

const XSI = "http://www.w3.org/2001/XMLSchema-instance";

/** What two envelopes must agree in to say the same: names by namespace, attributes in any order, text, no layout. */
export interface ComparableElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: string | readonly ComparableElement[];
}

export interface ComparableEnvelope {
  readonly header: readonly ComparableElement[];
  readonly body: readonly ComparableElement[];
}

/** Read by libxml2, so that our own reader is not its own judge. */
export function comparableEnvelope(envelope: Uint8Array): ComparableEnvelope {
  using document = XmlDocument.fromBuffer(envelope, { option: ParseOption.XML_PARSE_NONET });
  const inside = (local: string) =>
    elementsOf(document.root)
      .filter(({ name }) => name === local)
      .flatMap(elementsOf)
      .map(comparable);
  return { header: inside("Header"), body: inside("Body") };
}

function comparable(element: XmlElement): ComparableElement {
  const attributes = element.attrs.map(({ namespaceUri, name, value }) => {
    const isType = (namespaceUri === XSI && name === "type") || name === "arrayType";
    return [`{${namespaceUri}}${name}`, isType ? expanded(element, value.trim()) : value] as const;
  });
  const children = elementsOf(element);
  return {
    name: `{${element.namespaceUri}}${element.name}`,
    attributes: Object.fromEntries(attributes.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    content: children.length > 0 ? children.map(comparable) : textOf(element),
  };
}

function expanded(element: XmlElement, written: string): string {
  const [prefix, local] = written.includes(":") ? written.split(":", 2) : ["", written];
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    const uri = at.nsDeclarations[prefix!];
    if (uri !== undefined) return `{${uri}}${local}`;
  }
  return written;
}

function* childrenOf(element: XmlElement) {
  for (let child = element.firstChild; child !== null; child = child.next) yield child;
}

const elementsOf = (element: XmlElement): readonly XmlElement[] =>
  [...childrenOf(element)].filter((child) => child instanceof XmlElement);

const textOf = (element: XmlElement): string =>
  [...childrenOf(element)]
    .filter((child) => child instanceof XmlText || child instanceof XmlCData)
    .map(({ content }) => content)
    .join("");
