import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BodyBuffer } from "./body-buffer.ts";
import { CANARY, clientOf, expectFailure } from "./testing/client-of.ts";
import { chunkedAnswer, plainAnswer, rawServer } from "./testing/raw-server.ts";

const LIMIT = 10_000;

const withWrongChecksum = (packed: Buffer): Buffer => packed.fill(0, packed.length - 8);

describe(`with a limit of ${LIMIT} bytes`, () => {
  test.each([
    ["with its length announced", (bytes: number) => plainAnswer("x".repeat(bytes))],
    ["in one chunk", (bytes: number) => chunkedAnswer(bytes)],
    ["in many chunks", (bytes: number) => chunkedAnswer(...Array.from({ length: bytes }, () => 1))],
    [
      "that ends with the connection",
      (bytes: number) => `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${"x".repeat(bytes)}`,
    ],
    ["packed", (bytes: number) => plainAnswer(gzipSync("x".repeat(bytes)), "content-encoding: gzip\r\n")],
  ])("a body %s may be one byte less or as long, not one byte more", async (_, answerOf) => {
    let bytes = 0;
    const server = await rawServer((socket) => void socket.end(answerOf(bytes)));
    const ask = clientOf(server, { bodyBytesMax: LIMIT });
    for (bytes of [LIMIT - 1, LIMIT]) {
      const { body } = await ask();
      expect(Buffer.from(body).equals(Buffer.alloc(bytes, "x"))).toBe(true);
    }
    bytes = LIMIT + 1;
    await expectFailure(ask(), "contract_broken");
    await server.untilAllClosed();
  });

  test("a body announced as too long is not waited for", async () => {
    const server = await rawServer(
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${LIMIT + 1}\r\n\r\n`),
    );
    const error = await expectFailure(clientOf(server, { bodyBytesMax: LIMIT })(), "contract_broken");
    expect(error.message).toBe(`The answer is larger than ${LIMIT} bytes.`);
    await server.untilAllClosed();
  });

  test("a body without an end is cut off soon", async () => {
    const chunk = `4000\r\n${"x".repeat(0x4000)}\r\n`;
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on("drain", pour);
      pour();
    });
    await expectFailure(clientOf(server, { bodyBytesMax: LIMIT })(), "contract_broken");
    await server.untilAllClosed();
    // What the two kernels buffer, and no more: a client that reads on takes gigabytes.
    expect(server.sockets[0]?.bytesWritten).toBeLessThan(50_000_000);
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("a bomb in %s does not go off", async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(50_000_000));
    const server = await rawServer(
      (socket) => void socket.write(plainAnswer(bomb, `content-encoding: ${encoding}\r\n`)),
    );
    const error = await expectFailure(clientOf(server, { bodyBytesMax: 1_000_000 })(), "contract_broken");
    expect(error.message).toContain("1000000 bytes when unpacked");
  });
});

describe("a packed body is unpacked:", () => {
  const text = `{"name":"Grüner Veltliner","note":"${"abc".repeat(1_000)}"}`;
  test.each([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    [" GZIP ", gzipSync(text)],
    ["identity", Buffer.from(text)],
    ["Identity", Buffer.from(text)],
  ])("%s", async (encoding, bytes) => {
    const server = await rawServer(
      (socket) => void socket.write(plainAnswer(bytes, `content-encoding: ${encoding}\r\n`)),
    );
    const { body } = await clientOf(server)();
    expect(Buffer.from(body).toString()).toBe(text);
  });

  test.each(["gzip", "deflate", "br"])("an empty one in %s is empty", async (encoding) => {
    const server = await rawServer(
      (socket) => void socket.write(plainAnswer("", `content-encoding: ${encoding}\r\n`)),
    );
    await expect(clientOf(server)()).resolves.toMatchObject({ body: new Uint8Array(0) });
  });
});

describe("a packed body that cannot be unpacked breaks the contract:", () => {
  test.each([
    ["an encoding nobody asked for", "zstd", Buffer.from(CANARY)],
    ["two encodings", "gzip, br", gzipSync(brotliCompressSync(CANARY))],
    ["a name of every object", "constructor", Buffer.from(CANARY)],
    ["plain text that claims to be gzip", "gzip", Buffer.from(CANARY)],
    ["half of it", "gzip", gzipSync(CANARY.repeat(100)).subarray(0, 30)],
    ["a wrong checksum", "gzip", withWrongChecksum(gzipSync(CANARY))],
  ])("%s", async (_, encoding, bytes) => {
    const server = await rawServer(
      (socket) => void socket.write(plainAnswer(bytes, `content-encoding: ${encoding}\r\n`)),
    );
    await expectFailure(clientOf(server)(), "contract_broken");
  });
});

test("a body comes out as it went in, whatever the pieces", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 40 }), (chunks) => {
      const body = new BodyBuffer();
      for (const chunk of chunks) body.append(chunk);
      const whole = Buffer.concat(chunks);
      expect(body.length).toBe(whole.length);
      expect(Buffer.from(body.take()).equals(whole)).toBe(true);
    }),
  );
});
