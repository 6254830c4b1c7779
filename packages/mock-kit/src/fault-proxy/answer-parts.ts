import type { Message } from "./message-framer.ts";

/** An answer that can be changed: its head as text without what frames it, its body without chunks. */
export interface AnswerParts {
  /** Status line and headers, each with its line end; without `content-length`, `transfer-encoding` and the empty line. */
  readonly head: string;
  readonly body: Buffer;
}

export function partsOf({ head, body }: Pick<Message, "head" | "body">): AnswerParts {
  const text = head.toString("latin1");
  const isChunked = /\r\ntransfer-encoding:.*chunked/i.test(text);
  return {
    head: text.slice(0, -2).replaceAll(/^(?:content-length|transfer-encoding):.*\r\n/gim, ""),
    body: isChunked ? withoutChunks(body) : body,
  };
}

/** For another body than the system's: it is not encoded as that one was. */
export const plainPartsOf = (answer: Message): AnswerParts => {
  const parts = partsOf(answer);
  return { ...parts, head: parts.head.replaceAll(/^content-encoding:.*\r\n/gim, "") };
};

/** A head that announces `bytes`. */
export const headOf = (parts: AnswerParts, bytes: number): string =>
  `${parts.head}content-length: ${bytes}\r\n\r\n`;

/** The same status and type, in chunks. */
export const chunkedHeadOf = (parts: AnswerParts): string =>
  `${parts.head}transfer-encoding: chunked\r\n\r\n`;

export const chunkOf = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);

function withoutChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
