import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { listenOnFreePort } from "@portico/core/testing";
import { expect, onTestFinished, vi } from "vitest";

export interface RawServer {
  readonly origin: string;
  /** The head of every request, in the order they came. */
  readonly heads: readonly string[];
  /** Every connection that was ever opened. */
  readonly sockets: readonly Socket[];
  /** Waits until every connection is closed at this end too. */
  untilAllClosed(): Promise<void>;
  untilAsked(times: number): Promise<void>;
}

/** A server that may break every rule of HTTP: it is given the socket as soon as a whole request has come. */
export async function rawServer(
  answer: (socket: Socket, head: string) => void,
  connected: (socket: Socket) => void = () => {},
): Promise<RawServer> {
  const heads: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {}); // the client resets connections, which is what the tests are about
    let unread = "";
    socket.on("data", (bytes) => {
      unread += bytes.toString("latin1");
      for (;;) {
        const request = /^(.*?)\r\n\r\n/s.exec(unread);
        if (request === null) return;
        const [, head = ""] = request;
        const bodyLength = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
        const length = head.length + 4 + bodyLength;
        if (unread.length < length) return;
        unread = unread.slice(length);
        heads.push(head);
        answer(socket, head);
      }
    });
    connected(socket);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });

  const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5_000, interval: 1 });
  return {
    origin: `http://127.0.0.1:${await listenOnFreePort(server)}`,
    heads,
    sockets,
    untilAllClosed: () => until(() => expect(sockets.every(({ destroyed }) => destroyed)).toBe(true)),
    untilAsked: (times) => until(() => expect(heads).toHaveLength(times)),
  };
}

/** An answer with its length announced. */
export const plainAnswer = (body: string | Uint8Array, headers = "", status = "200 OK"): Buffer =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`,
      "latin1",
    ),
    typeof body === "string" ? Buffer.from(body) : body,
  ]);

/** An answer in chunks of the given sizes, made of `x`. */
export const chunkedAnswer = (...sizes: readonly number[]): string =>
  `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${sizes
    .map((size) => `${size.toString(16)}\r\n${"x".repeat(size)}\r\n`)
    .join("")}0\r\n\r\n`;
