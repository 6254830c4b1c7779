import fc from "fast-check";
import { expect, test } from "vitest";
import { type Message, MessageFramer, NotHttp } from "./message-framer.ts";
import { chunkOf, partsOf } from "./answer-parts.ts";

const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const announced = body.map((bytes) =>
  Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes]),
);
const chunked = fc
  .array(
    body.filter(({ length }) => length > 0),
    { maxLength: 4 },
  )
  .map((chunks) =>
    Buffer.concat([
      Buffer.from("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"),
      ...chunks.map(chunkOf),
      Buffer.from("0\r\n\r\n"),
    ]),
  );
const question = fc.constant(Buffer.from("GET /a?b HTTP/1.1\r\nhost: x\r\n\r\n"));
const messages = fc.array(fc.oneof(announced, chunked, question), { minLength: 1, maxLength: 4 });

test("messages come out as they went in, wherever the stream was cut", () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 1, max: 90 }), (sent, pieceBytes) => {
      const stream = Buffer.concat(sent);
      const framer = new MessageFramer();
      const read: Buffer[] = [];
      for (let at = 0; at < stream.length; at += pieceBytes) {
        framer.append(stream.subarray(at, at + pieceBytes));
        for (let one: Message | undefined; (one = framer.next());)
          read.push(Buffer.concat([one.head, one.body]));
      }
      expect(read).toEqual(sent);
    }),
  );
});

test("a body in chunks is the same body without them", () => {
  fc.assert(
    fc.property(fc.array(body.filter(({ length }) => length > 0)), (chunks) => {
      const wire = Buffer.concat([...chunks.map(chunkOf), Buffer.from("0\r\n\r\n")]);
      const head = Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nx: y\r\n\r\n");
      expect(partsOf({ head, body: wire })).toEqual({
        head: "HTTP/1.1 200 OK\r\nx: y\r\n",
        body: Buffer.concat(chunks),
      });
    }),
  );
});

test.each([
  "SSH-2.0-OpenSSH\r\n\r\n",
  "\r\n\r\n",
  "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nno size\r\n",
  "x".repeat(70_000),
])("%# is no HTTP", (text) => {
  const framer = new MessageFramer();
  framer.append(Buffer.from(text));
  expect(() => framer.next()).toThrow(NotHttp);
});

const framed = (text: string): Message | undefined => {
  const framer = new MessageFramer();
  framer.append(Buffer.from(text, "latin1"));
  return framer.next();
};

test.each([
  ["an answer of HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n", "up", true],
  ["one that is kept", "HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\ncontent-length: 2\r\n\r\n", "up", false],
  ["one that closes", "HTTP/1.1 200 OK\r\nConnection: x, Close\r\ncontent-length:2\r\n\r\n", "up", true],
  ["a question of HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "", true],
  ["a question", "GET / HTTP/1.1\r\n\r\n", "", false],
  [
    "a length of many digits",
    "PUT / HTTP/1.1\r\ncontent-length: 00010240\r\n\r\n",
    "x".repeat(10_240),
    false,
  ],
  [
    "sizes in capitals, extensions and trailers",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, Chunked\r\n\r\n",
    `1A;a=b\r\n${"x".repeat(26)}\r\n000\r\nx-sum: 1\r\n\r\n`,
    false,
  ],
  [
    "a chunk of 64 kB",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
    `10000\r\n${"x".repeat(65_536)}\r\n0\r\n\r\n`,
    false,
  ],
  ["an interim answer", "HTTP/1.1 110 Wait\r\ncontent-length: 9\r\n\r\n", "", false],
])("%s is read whole, and no byte more", (_, head, text, isLast) => {
  const message = framed(`${head}${text}HTTP/1.1 200 OK\r\n`);
  expect([message?.head.toString(), message?.body.toString(), message?.isLast]).toEqual([head, text, isLast]);
});

test("a head has its end within 64 kB", () => {
  expect(framed(`GET / HTTP/1.1\r\nx: ${"x".repeat(65_517)}`)).toBeUndefined();
  expect(() => framed(`GET / HTTP/1.1\r\nx: ${"x".repeat(65_518)}`)).toThrow(NotHttp);
});

test("no more than 16 MiB and a head are held", () => {
  const most = 16 * 1_024 * 1_024 + 65_536;
  const framer = new MessageFramer();
  framer.append(Buffer.alloc(most));
  expect(() => framer.append(Buffer.alloc(1))).toThrow(NotHttp);
});
