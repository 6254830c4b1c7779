import { ENVELOPE_11, ENVELOPE_12, XS, XSI } from "../namespace.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { resolvedName } from "../resolved-name.ts";
import { XmlReader } from "../xml/reader.ts";
import { XmlRefused } from "../xml/refused.ts";
import { ENCODING_11, ENCODING_12, isEncoding } from "./encoding.ts";

/** An element of an encoded message. */
export interface GraphNode {
  readonly uri: string;
  readonly local: string;
  /** Without those of SOAP encoding and without `xsi:type`. */
  readonly attributes: readonly { readonly uri: string; readonly local: string; readonly value: string }[];
  /** What `xsi:type` says. */
  readonly type: { readonly uri: string; readonly local: string } | undefined;
  /** Attributes of SOAP encoding, `id` and `href` among them, by local name. */
  readonly encoding: ReadonlyMap<string, string>;
  readonly content: readonly (string | GraphNode)[];
  /** The prefix that its text uses if the text is a qualified name. */
  readonly textPrefix: { readonly prefix: string; readonly uri: string } | undefined;
}

// Encoded answers are kept as a tree until they are untangled, so they may hold fewer elements than others.
export const GRAPH_ELEMENTS_MAX = 250_000;

const NO_ENCODING: ReadonlyMap<string, string> = new Map();
const QUALIFIED_NAME = /^\s*([\w.-]{1,100}):[\w.-]{1,100}\s*$/;

/** @throws {XmlRefused} */
export function readGraph(bytes: Buffer, limits: XmlLimits): GraphNode {
  const reader = new XmlReader(bytes, {
    ...limits,
    elementsMax: Math.min(limits.elementsMax, GRAPH_ELEMENTS_MAX),
  });
  reader.advance();
  const root = readNode(reader);
  if (reader.tag !== "eof") throw new XmlRefused("Something after the root element", reader.offset);
  return root;
}

/** Reads the element the reader stands on and everything in it. The reader bounds the depth. */
function readNode(reader: XmlReader): GraphNode {
  const { uri, local } = reader;
  const { attributes, type, encoding } = readAttributes(reader);
  const content: (string | GraphNode)[] = [];
  let textPrefix: GraphNode["textPrefix"];
  reader.advance();
  for (;;) {
    const text = reader.passedText;
    if (text !== "") content.push(text);
    if (reader.tag === "end") {
      const prefix = QUALIFIED_NAME.exec(text)?.[1];
      const named = prefix === undefined || prefix === "xml" ? undefined : reader.uriOf(prefix);
      if (content.length === 1 && named !== undefined) textPrefix = { prefix: prefix!, uri: named };
      break;
    }
    content.push(readNode(reader));
  }
  reader.advance();
  return { uri, local, attributes, type, encoding, content, textPrefix };
}

function readAttributes(reader: XmlReader): Pick<GraphNode, "attributes" | "type" | "encoding"> {
  if (reader.attributes.length === 0) return { attributes: [], type: undefined, encoding: NO_ENCODING };
  const attributes: { uri: string; local: string; value: string }[] = [];
  const encoding = new Map<string, string>();
  let type: GraphNode["type"];
  for (const { uri, local, value } of reader.attributes) {
    if (uri === XSI && local === "type") type = typeNamed(reader, value.trim());
    else if (isEncoding(uri) || (uri === "" && (local === "id" || local === "href"))) {
      encoding.set(local, value.trim());
    } else if (local !== "encodingStyle" || !ENVELOPES.has(uri)) attributes.push({ uri, local, value });
  }
  return { attributes, type, encoding };
}

const ENVELOPES = new Set([ENVELOPE_11, ENVELOPE_12]);

/** SOAP encoding has its own names for the simple types of XML Schema, for values that others may refer to. */
function typeNamed(reader: XmlReader, written: string): { uri: string; local: string } {
  const name = resolvedName(written, reader);
  if (name === undefined) throw new XmlRefused("A prefix that nothing declares", reader.offset);
  const { uri, local } = name;
  if ((uri !== ENCODING_11 && uri !== ENCODING_12) || local === "Array") return { uri, local };
  return { uri: XS, local: local === "base64" ? "base64Binary" : local };
}
