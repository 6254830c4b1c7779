import { isUtf8 } from "node:buffer";
import { xmlDeclaration } from "./markup.ts";
import { XmlRefused } from "./refused.ts";

/**
 * The document as UTF-8 without byte order mark. What says the charset, in this order: the mark, the charset of the
 * HTTP content type, the XML declaration (RFC 7303 §3). ISO-8859-1 and US-ASCII mean windows-1252, as they do in
 * browsers: their extra bytes hold nothing in the standard and quotes and euro signs in practice.
 * @throws {XmlRefused} when the charset is unknown, or a byte means nothing in it
 */
export function toUtf8(body: Uint8Array, httpCharset: string | undefined): Buffer {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) return agreeing(decode(bytes.subarray(mark.length), mark.charset), mark.charset);
  if (httpCharset !== undefined) return decode(bytes, httpCharset);
  const wide = unmarkedUtf16(bytes);
  if (wide !== undefined) return agreeing(decode(bytes, wide), wide);

  const declared = xmlDeclaration(bytes)?.encoding ?? "utf-8";
  // What reads as ASCII up to here is not what it says it is.
  if (/^(utf-16|utf-32|ucs-2|ucs-4|iso-10646-ucs)/i.test(declared)) {
    throw new XmlRefused("A declared encoding that is not the actual one", 0);
  }
  return decode(bytes, declared);
}

function byteOrderMark(bytes: Buffer): { charset: string; length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { charset: "utf-8", length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { charset: "utf-16le", length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { charset: "utf-16be", length: 2 };
  return undefined;
}

/** Source: XML 1.0, appendix F.1: a document starts with `<`. */
function unmarkedUtf16(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x3c && bytes[1] === 0x00) return "utf-16le";
  if (bytes[0] === 0x00 && bytes[1] === 0x3c) return "utf-16be";
  return undefined;
}

function decode(bytes: Buffer, label: string): Buffer {
  if (/^utf-?8$/i.test(label)) {
    if (!isUtf8(bytes)) throw new XmlRefused("Bytes that are not UTF-8", 0);
    return bytes;
  }
  try {
    const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
    const asLatin1 = decoder.encoding === "windows-1252" ? latin1(bytes) : undefined;
    return Buffer.from(asLatin1 ?? decoder.decode(bytes), "utf8");
  } catch {
    throw new XmlRefused("A charset we do not know, or bytes that mean nothing in it", 0);
  }
}

/** What windows-1252 says where it says the same as ISO-8859-1: a copy, which takes a tenth of what `TextDecoder` does. */
function latin1(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1");
  return /[\x80-\x9f]/.test(text) ? undefined : text;
}

/** A document whose bytes settle the encoding must not declare another one (XML 1.0 §4.3.3). */
function agreeing(bytes: Buffer, charset: string): Buffer {
  const declared = xmlDeclaration(bytes)?.encoding?.toLowerCase();
  if (declared !== undefined && declared !== charset && declared !== charset.replace(/[lb]e$/, "")) {
    throw new XmlRefused("A declared encoding that is not the actual one", 0);
  }
  return bytes;
}
