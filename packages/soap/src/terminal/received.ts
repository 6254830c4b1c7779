import { xmlOf } from "../answer.ts";
import type { AnswerBytes } from "../envelope.ts";
import { defaultXmlLimits } from "../xml/limits.ts";

/** What somebody kept of a message, and what they remember of HTTP's words about it. */
export interface Received {
  readonly body: Buffer;
  readonly contentType?: string | undefined;
  readonly charset?: string | undefined;
}

const HEADERS_BYTES_MAX = 65_536;
const HEADERS =
  /^(?:HTTP\/[0-9.]+ [^\r\n]*\r?\n)?((?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+)\r?\n/;

/**
 * The envelope in it: as it is, or where it is MTOM, with the attachments back in their places. A file may begin with
 * the headers of HTTP or MIME, as `curl -i` writes them, or with the first boundary.
 * @throws {ContractBroken} when it is neither XML nor MTOM
 */
export function receivedEnvelope({ body: whole, contentType, charset }: Received): AnswerBytes {
  const [head = "", headers = ""] =
    HEADERS.exec(whole.toString("latin1", 0, HEADERS_BYTES_MAX)) ?? ([] as readonly string[]);
  const body = whole.subarray(head.length);
  const said = contentType ?? contentTypeIn(headers) ?? contentTypeBegun(body);
  if (said === undefined) return { body, charset };
  const answer = xmlOf({ status: 200, headers: { "content-type": said }, body }, defaultXmlLimits);
  return { body: answer.body, charset: answer.charset ?? charset };
}

const contentTypeIn = (headers: string): string | undefined =>
  /^content-type:(.*(?:\r?\n[ \t].*)*)/im.exec(headers)?.[1]?.replace(/\s+/g, " ").trim();

/** Nothing but a multipart begins with a boundary, and which it is can be seen there. */
function contentTypeBegun(body: Buffer): string | undefined {
  const boundary = /^(?:\r\n)?--([^\s"\\]{1,70})[ \t]*\r\n/.exec(body.toString("latin1", 0, 100))?.[1];
  return boundary && `multipart/related; type="application/xop+xml"; boundary="${boundary}"`;
}
