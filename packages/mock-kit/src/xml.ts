import { SaxesParser } from "saxes";

/** An element of a request. `text` is its own character data, untrimmed. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly value: string;
  }[];
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The request is not XML we read: not well-formed, not in its charset, too deep, or with a DTD. */
export class XmlUnreadable extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = "XmlUnreadable";
  }
}

const depthMax = 64;

/**
 * Reads a request body into a tree.
 * @throws {XmlUnreadable}
 */
export function readXml(body: Uint8Array, contentType: string | null): XmlElement {
  type Open = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { children: XmlElement[] };
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;

  parser.on("error", (error) => {
    throw new XmlUnreadable(error.message);
  });
  parser.on("doctype", () => {
    throw new XmlUnreadable("DTD is prohibited");
  });
  parser.on("opentag", (tag) => {
    if (open.length === depthMax) throw new XmlUnreadable(`nested deeper than ${depthMax}`);
    const attributes = Object.values(tag.attributes).map(({ uri, local, value }) => ({
      namespace: uri,
      name: local,
      value,
    }));
    const element: Open = { namespace: tag.uri, name: tag.local, attributes, children: [], text: "" };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => open.pop());

  parser.write(decode(body, contentType)).close();
  if (root === undefined) throw new XmlUnreadable("no root element");
  return root;
}

function decode(body: Uint8Array, contentType: string | null): string {
  const header = /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? "")?.[1];
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 200)).toString("latin1");
  const declaration = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)/.exec(start)?.[1];
  try {
    return new TextDecoder(header ?? declaration ?? "utf-8", { fatal: true }).decode(body);
  } catch (cause) {
    throw new XmlUnreadable(`not ${header ?? declaration ?? "utf-8"}`, cause);
  }
}

export const childOf = (parent: XmlElement, namespace: string, name: string): XmlElement | undefined =>
  parent.children.find((child) => child.name === name && child.namespace === namespace);

export const attributeOf = (element: XmlElement, namespace: string, name: string): string | undefined =>
  element.attributes.find((attribute) => attribute.name === name && attribute.namespace === namespace)?.value;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/** Text made safe for element content and double-quoted attributes. */
export const xmlText = (text: string): string =>
  text.replace(/[&<>"\r]/g, (character) => entities[character] ?? "");
