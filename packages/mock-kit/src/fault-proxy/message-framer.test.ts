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
