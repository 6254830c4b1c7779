import { toUtf8 } from "../xml/charset.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { XmlReader } from "../xml/reader.ts";
import { XmlRefused } from "../xml/refused.ts";
import { readContentType } from "./content-type.ts";
import { broken, type Part, readParts } from "./multipart.ts";

/** Source: XML-binary Optimized Packaging 1.0. */
export const XOP = "http://www.w3.org/2004/08/xop/include";

export const XOP_TYPE = "application/xop+xml";

/**
 * The envelope of an MTOM message with its attachments back in their places, as base64: what the schema says it is.
 * What comes out is bounded like any document, however often an attachment is included.
 * @param parameters of the `multipart/related` content type
 * @throws {ContractBroken} when it is not such a message
 */
export function readXop(
  body: Uint8Array,
  parameters: ReadonlyMap<string, string>,
  limits: XmlLimits,
): Buffer {
  const parts = readParts(
    Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    parameters.get("boundary"),
  );
  const start = parameters.get("start")?.replace(/^<(.*)>$/s, "$1");
  const root = start === undefined ? parts[0] : parts.find(({ id }) => id === start);
  if (root === undefined) throw broken("no root part", start);
  const { mediaType, parameters: ofRoot } = readContentType(root.contentType);
  if (mediaType !== XOP_TYPE) throw broken("a root part of another type", root.contentType);
  const attachments = parts.filter((part) => part !== root);
  try {
    return included(toUtf8(root.content, ofRoot.get("charset")), attachments, limits);
  } catch (error) {
    throw error instanceof XmlRefused ? broken(`${error.message} in the root part`) : error;
  }
}

function included(xml: Buffer, attachments: readonly Part[], limits: XmlLimits): Buffer {
  const byId = new Map(attachments.map((part) => [part.id, part]));
  if (byId.size < attachments.length) throw broken("two parts with one Content-ID");
  if (byId.has("")) throw broken("an attachment without Content-ID");
  const unused = new Set(attachments);
  const pieces: Buffer[] = [];
  let bytes = 0;
  let copied = 0;
  const keep = (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > limits.documentBytesMax) throw broken("more than a document may hold");
    pieces.push(piece);
  };

  const reader = new XmlReader(xml, limits);
  for (reader.advance(); reader.tag !== "eof"; reader.advance()) {
    if (!isInclusion(reader)) continue;
    const begin = reader.offset;
    const part = byId.get(contentId(reader));
    if (part === undefined) throw broken("an inclusion of nothing");
    if (part.content.length > limits.documentBytesMax) throw broken("more than a document may hold");
    unused.delete(part);
    reader.advance();
    if (reader.tag === "start" || !reader.passedBlank) throw broken("an inclusion with content of its own");
    keep(xml.subarray(copied, begin));
    keep(Buffer.from(part.content.toString("base64")));
    copied = begin + Buffer.byteLength(reader.writtenSince(begin));
  }
  if (unused.size > 0) throw broken("an attachment that nothing includes");
  keep(xml.subarray(copied));
  return Buffer.concat(pieces);
}

const isInclusion = ({ tag, uri, local }: XmlReader): boolean =>
  tag === "start" && uri === XOP && local === "Include";

/** What the inclusion we stand on names; `""`: nothing that can be named. */
function contentId({ attributes }: XmlReader): string {
  const href = attributes.find(({ uri, local }) => uri === "" && local === "href")?.value ?? "";
  try {
    return /^cid:/i.test(href) ? decodeURIComponent(href.slice(4)) : "";
  } catch {
    return "";
  }
}
