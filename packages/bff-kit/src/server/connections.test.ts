import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { events, type RequestEvent } from "@portico/core";
import { Hono } from "hono";
import { describe, expect, onTestFinished, test } from "vitest";
import { serve } from "./serve.ts";

const BIG_BYTES = 16 * 1024 * 1024;
const LONG_MS = 600_000;

async function start() {
  const app = new Hono()
    .get("/big", (c) => c.body(new Uint8Array(BIG_BYTES), 200, { "content-length": String(BIG_BYTES) }))
    .get("/small", (c) => c.text("small"));
  const server = await serve(app as never, { service: { name: "test" }, host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.drain(0));
  const open = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  return { server, open };
}

const get = (path: string, headers = "") => `GET ${path} HTTP/1.1\r\nhost: portico.test\r\n${headers}\r\n`;

/** All that comes until the server closes. */
async function rest(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => void chunks.push(chunk));
  await once(socket, "close");
  return Buffer.concat(chunks);
}

describe("a server that drains", () => {
  test("sends an answer to its last byte, however slowly it is read", async () => {
    const { server, open } = await start();
    const socket = await open();
    socket.write(get("/big"));
    await once(socket, "readable");
    const drained = server.drain(LONG_MS);
    for (let turns = 0; turns < 100; turns++) await new Promise(setImmediate);
    expect((await rest(socket)).length).toBeGreaterThan(BIG_BYTES);
    await drained;
  });

  test("does not wait for connections that ask for nothing, or go on with what was answered", async () => {
    const { server, open } = await start();
    const silent = await open();
    const unfinished = await open();
    unfinished.write(get("/small", "content-length: 10\r\n"));
    await once(unfinished, "data");
    unfinished.write("half");
    // What it was sending has nobody to read it any more.
    unfinished.on("error", () => {});
    const closed = [silent, unfinished].map(
      (socket) => new Promise((resolve) => socket.on("close", resolve)),
    );
    await expect(server.drain(LONG_MS)).resolves.toBeUndefined();
    await Promise.all(closed);
  });
});

describe("what comes behind a request that was answered", () => {
  async function answered(header: string) {
    const { open } = await start();
    const reports: RequestEvent[] = [];
    onTestFinished(events.request.subscribe((event) => void reports.push(event)));
    const socket = await open();
    socket.write(get("/small", header));
    const [first] = (await once(socket, "data")) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1\.1 200 /);
    return { socket, reports };
  }

  test("gets no answer of its own where it is the rest of it, and does not count as a request", async () => {
    const { socket, reports } = await answered("transfer-encoding: chunked\r\n");
    const more = rest(socket);
    socket.write("ZZ\r\n");
    expect((await more).toString()).toBe("");
    expect(reports).toEqual([]);
  });

  test("gets one where that was whole", async () => {
    const { socket, reports } = await answered("content-length: 2\r\n");
    const more = rest(socket);
    socket.write("{}GARBAGE\r\n\r\n");
    expect((await more).toString()).toMatch(/^HTTP\/1\.1 400 /);
    expect(reports).toMatchObject([{ status: 400 }]);
  });
});
