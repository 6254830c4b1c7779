import { byteClass, checkCharacter, isSpace, nameEnd, TEXT_STOP } from "./characters.ts";
import { XmlRefused } from "./refused.ts";

const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][A-Za-z0-9._-]*)"|'([A-Za-z][A-Za-z0-9._-]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>$/;
const DECLARATION_BYTES_MAX = 512;

export interface XmlDeclaration {
  /** `undefined`: it names none. */
  readonly encoding: string | undefined;
  /** Where the document goes on. */
  readonly end: number;
}

/** The `<?xml …?>` the document begins with; `undefined` when it begins otherwise. Its bytes are ASCII. */
export function xmlDeclaration(bytes: Buffer): XmlDeclaration | undefined {
  if (bytes.toString("latin1", 0, 5) !== "<?xml" || !isSpace(bytes[5])) return undefined;
  const head = bytes.toString("latin1", 0, DECLARATION_BYTES_MAX);
  const end = head.indexOf("?>") + 2;
  const match = DECLARATION.exec(head.slice(0, end));
  if (match === null) throw new XmlRefused("A malformed XML declaration", 0);
  return { encoding: match[1] ?? match[2], end };
}

/** Behind the namespace declarations at `at` in a start tag, each behind a blank and in double quotes; `at`: there are none. */
export function declarationsEnd(bytes: Buffer, at: number): number {
  let end = at;
  while (startsWith(bytes, end, " xmlns")) {
    const equals = bytes[end + 6] === 0x3a ? nameEnd(bytes, end + 7) : end + 6;
    if (bytes[equals] !== 0x3d || bytes[equals + 1] !== 0x22) break;
    const quote = bytes.indexOf(0x22, equals + 2);
    if (quote === -1) break;
    end = quote + 1;
  }
  return end;
}

/** Where the comment that starts at `at` (its `<!--`) ends. */
export function commentEnd(bytes: Buffer, at: number): number {
  const dashes = bytes.indexOf("--", at + 4, "latin1");
  if (dashes < 0 || bytes[dashes + 2] !== 0x3e) throw new XmlRefused("A malformed comment", at);
  checkCharacters(bytes, at + 4, dashes);
  return dashes + 3;
}

/** Where the processing instruction that starts at `at` (its `<?`) ends. */
export function instructionEnd(bytes: Buffer, at: number): number {
  const targetEnd = nameEnd(bytes, at + 2);
  const target = bytes.toString("utf8", at + 2, targetEnd);
  const end = bytes.indexOf("?>", targetEnd, "latin1");
  const allowed =
    target !== "" &&
    !target.includes(":") &&
    target.toLowerCase() !== "xml" &&
    end >= 0 &&
    (end === targetEnd || isSpace(bytes[targetEnd]));
  if (!allowed) throw new XmlRefused("A malformed processing instruction", at);
  checkCharacters(bytes, targetEnd, end);
  return end + 2;
}

/** Where the text of the CDATA section whose text starts at `start` ends: its `]]>`. */
export function cdataEnd(bytes: Buffer, start: number): number {
  // Sections are short, as a rule: one look at each byte costs less than a search and a check.
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if ((byteClass[byte]! & TEXT_STOP) === 0) continue;
    if (byte === 0x5d && bytes[at + 1] === 0x5d && bytes[at + 2] === 0x3e) return at;
    checkCharacter(bytes, at);
  }
  throw new XmlRefused("A CDATA section without an end", start);
}

export function startsWith(bytes: Uint8Array, at: number, ascii: string): boolean {
  for (let i = 0; i < ascii.length; i++) if (bytes[at + i] !== ascii.charCodeAt(i)) return false;
  return true;
}

export function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at++;
  return at;
}

function checkCharacters(bytes: Buffer, start: number, end: number): void {
  for (let at = start; at < end; at++) if (byteClass[bytes[at]!]! & TEXT_STOP) checkCharacter(bytes, at);
}
