const HEAD_BYTES_MAX = 65_536;
/** Above every answer of a simulator; the largest faults are made here, not passed on. */
const BODY_BYTES_MAX = 16 * 1_024 * 1_024;

/** One HTTP/1.1 message, as it came. */
export interface Message {
  /** Start line and headers, with the empty line behind them. */
  readonly head: Buffer;
  /** As it stands on the wire: with its chunk sizes where it has chunks. */
  readonly body: Buffer;
  /** Nothing follows it on its connection. Source: RFC 9112, 9.3. */
  readonly isLast: boolean;
}

/** The peer does not speak HTTP/1.1, or says more than a proxy holds. */
export class NotHttp extends Error {
  readonly code = "not_http";
}

/**
 * Cuts a stream of bytes into HTTP/1.1 messages. Knows as much as that takes: lengths, chunks, answers without a body,
 * and answers that end with their connection.
 */
export class MessageFramer {
  #unread: Buffer = Buffer.alloc(0);

  append(bytes: Buffer): void {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
    if (this.#unread.length > HEAD_BYTES_MAX + BODY_BYTES_MAX) throw new NotHttp("A message is too large.");
  }

  /**
   * The next message, `undefined` while it is not complete.
   * @param bodiless it answers a HEAD: the length it announces is not its own
   * @throws {NotHttp}
   */
  next(bodiless = false): Message | undefined {
    const head = this.#head();
    if (head === undefined) return undefined;
    const text = head.toString("latin1");
    const hasNone = bodiless || BODILESS.test(text);
    if (!hasNone && isOpenEnded(text)) return undefined;
    const bodyBytes = hasNone ? 0 : bodyBytesOf(this.#unread, head.length, text);
    if (bodyBytes === undefined || this.#unread.length < head.length + bodyBytes) return undefined;
    const body = this.#unread.subarray(head.length, head.length + bodyBytes);
    this.#unread = this.#unread.subarray(head.length + bodyBytes);
    return { head, body, isLast: saysItIsLast(text) };
  }

  /** What has come until the stream ended, where that was its end. */
  rest(): Message | undefined {
    const head = this.#head();
    if (head === undefined || !isOpenEnded(head.toString("latin1"))) return undefined;
    return { head, body: this.#unread.subarray(head.length), isLast: true };
  }

  #head(): Buffer | undefined {
    const end = this.#unread.indexOf("\r\n\r\n");
    if (end < 0) {
      if (this.#unread.length > HEAD_BYTES_MAX) throw new NotHttp("A head is too large, or none.");
      return undefined;
    }
    const head = this.#unread.subarray(0, end + 4);
    if (!/^(?:HTTP\/1\.[01] \d{3}|[A-Z]+ \S+ HTTP\/1\.[01]\r\n)/.test(head.toString("latin1"))) {
      throw new NotHttp("What came is no HTTP/1.1.");
    }
    return head;
  }
}

const BODILESS = /^HTTP\/1\.[01] (?:1\d\d|204|304)/;

const isOpenEnded = (head: string): boolean =>
  head.startsWith("HTTP/") && !/\r\n(?:content-length:|transfer-encoding:.*chunked)/i.test(head);

function saysItIsLast(head: string): boolean {
  const [, said = ""] = /\r\nconnection:(.*)/i.exec(head) ?? [];
  return /\bclose\b/i.test(said) || (/^.*HTTP\/1\.0/.test(head) && !/\bkeep-alive\b/i.test(said));
}

function bodyBytesOf(bytes: Buffer, start: number, head: string): number | undefined {
  if (/\r\ntransfer-encoding:.*chunked/i.test(head)) return chunkedBytes(bytes, start);
  return Number(/\r\ncontent-length: *(\d{1,12})/i.exec(head)?.[1] ?? 0);
}

/** Length of a body in chunks, with their sizes and what ends it; `undefined` while it is not all there. */
function chunkedBytes(bytes: Buffer, start: number): number | undefined {
  let at = start;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const line = bytes.toString("latin1", at, lineEnd);
    const size = /^[0-9a-f]{1,8}/i.exec(line)?.[0];
    if (size === undefined) throw new NotHttp("A chunk has no size.");
    at = lineEnd + 2 + Number.parseInt(size, 16) + 2;
    if (/^0+$/.test(size)) return endOfTrailers(bytes, lineEnd, start);
  }
}

function endOfTrailers(bytes: Buffer, lastSize: number, start: number): number | undefined {
  const end = bytes.indexOf("\r\n\r\n", lastSize);
  return end < 0 ? undefined : end + 4 - start;
}
