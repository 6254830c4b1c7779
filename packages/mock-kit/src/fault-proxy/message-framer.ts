const HEAD_BYTES_MAX = 65_536;
/** Above every answer of a simulator; the largest faults are made here, not passed on. */
const BODY_BYTES_MAX = 16 * 1_024 * 1_024;

/** One HTTP/1.1 message, as it came. */
export interface Message {
  /** Start line and headers, with the empty line behind them. */
  readonly head: Buffer;
  /** As it stands on the wire: with its chunk sizes where it has chunks. */
  readonly body: Buffer;
}

/** The peer does not speak HTTP/1.1, or says more than a proxy holds. */
export class NotHttp extends Error {
  readonly code = "not_http";
}

/**
 * Cuts a stream of bytes into HTTP/1.1 messages. Knows as much as that takes: lengths, chunks, and answers without a
 * body. A message that ends with its connection is not one here: legacy simulators announce what they send.
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
    const end = this.#unread.indexOf("\r\n\r\n");
    if (end < 0) {
      if (this.#unread.length > HEAD_BYTES_MAX) throw new NotHttp("A head is too large, or none.");
      return undefined;
    }
    const head = this.#unread.subarray(0, end + 4);
    const text = head.toString("latin1");
    if (!/^(?:HTTP\/1\.[01] \d{3}|[A-Z]+ \S+ HTTP\/1\.[01]\r\n)/.test(text)) {
      throw new NotHttp("What came is no HTTP/1.1.");
    }
    const bodyBytes = bodiless ? 0 : bodyBytesOf(this.#unread, head.length, text);
    if (bodyBytes === undefined || this.#unread.length < head.length + bodyBytes) return undefined;
    const body = this.#unread.subarray(head.length, head.length + bodyBytes);
    this.#unread = this.#unread.subarray(head.length + bodyBytes);
    return { head, body };
  }
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
