import { ContractBroken } from "@portico/core";

/** One part of a MIME message. */
export interface Part {
  /** Without its angle brackets; `""`: it has none. */
  readonly id: string;
  readonly contentType: string;
  /** As it was before its transfer encoding. */
  readonly content: Buffer;
}

const PARTS_MAX = 1_000;
const HEADER_BYTES_MAX = 16_384;
const BLANK_LINE = "\r\n\r\n";

/**
 * The parts of a `multipart/related` body, in time linear in its bytes.
 * Source: RFC 2046 §5.1, RFC 2387.
 * @throws {ContractBroken} when a boundary or a header is not where it must be, or there is more than allowed
 */
export function readParts(body: Buffer, boundary: string | undefined): readonly Part[] {
  if (boundary === undefined || !/^.{1,70}$/.test(boundary)) throw broken("no boundary");
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const first = body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2))
    ? -2
    : body.indexOf(delimiter);
  if (first === -1) throw broken("a boundary that is nowhere");
  const parts: Part[] = [];
  for (let at = first + delimiter.length; ;) {
    if (body.subarray(at, at + 2).toString("latin1") === "--") return parts;
    if (parts.length === PARTS_MAX) throw broken("more parts than allowed");
    const headersStart = body.indexOf("\r\n", at);
    const headersEnd = headersStart < 0 ? -1 : body.indexOf(BLANK_LINE, headersStart);
    if (headersEnd < 0 || headersEnd - at > HEADER_BYTES_MAX)
      throw broken("a part without an end to its header");
    const contentStart = headersEnd + BLANK_LINE.length;
    // The blank line and the next boundary may share a line end, if the part is empty.
    const contentEnd = body.indexOf(delimiter, contentStart - 2);
    if (contentEnd < 0) throw broken("a part without an end");
    const headers = readHeaders(body.toString("latin1", headersStart, headersEnd));
    const content = body.subarray(contentStart, Math.max(contentStart, contentEnd));
    parts.push({
      id: /^<(.*)>$/s.exec(headers.get("content-id") ?? "")?.[1] ?? "",
      contentType: headers.get("content-type") ?? "",
      content: decoded(content, headers.get("content-transfer-encoding") ?? "binary"),
    });
    at = contentEnd + delimiter.length;
  }
}

function readHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.replace(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function decoded(content: Buffer, encoding: string): Buffer {
  switch (encoding.toLowerCase()) {
    case "binary":
    case "8bit":
    case "7bit":
      return content;
    case "base64":
      return Buffer.from(content.toString("latin1"), "base64");
    default:
      throw broken("a transfer encoding we do not read", encoding);
  }
}

export const broken = (what: string, found?: string): ContractBroken =>
  new ContractBroken(`Not attachments we accept: ${what}.`, {
    ...(found === undefined ? {} : { cause: new Error(`Found ${found.slice(0, 200)}`) }),
  });
