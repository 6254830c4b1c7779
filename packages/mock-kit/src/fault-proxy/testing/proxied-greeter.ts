import { connect, createServer, type Socket } from "node:net";
import { listenOnFreePort } from "@portico/core/testing";
import { Client, type Dispatcher } from "undici";
import { onTestFinished } from "vitest";
import { createGreeter } from "../../testing/greeter.ts";
import { serveFetch } from "../../serve-fetch.ts";
import type { FaultInput } from "../fault.ts";
import { type FaultProxyOptions, openFaultProxy } from "../fault-proxy.ts";

/** The greeter behind a proxy, and a client before it. All three are gone with the test. */
export async function proxiedGreeter(
  fault: FaultInput | null = null,
  options: Partial<FaultProxyOptions> = {},
) {
  const greeter = createGreeter();
  const server = await serveFetch(greeter.fetch);
  const proxy = await openFaultProxy({ target: server.origin, ...options });
  const client = new Client(proxy.origin, { connectTimeout: 300 });
  onTestFinished(async () => {
    await client.destroy();
    await proxy.close();
    await server.close();
  });
  await proxy.apply(fault);
  return {
    greeter,
    server,
    proxy,
    client,
    ask: (request: Partial<Dispatcher.RequestOptions> = {}) => ask(client, request),
  };
}

/** A system that answers each question with the same bytes, and a proxy before it. Both are gone with the test. */
export async function proxiedSystem(
  answer: string,
  fault: FaultInput | null = null,
  options: Partial<FaultProxyOptions> = {},
) {
  const lines = new Set<Socket>();
  const endsIt = /\r\nconnection: close|^HTTP\/1\.0/.test(answer);
  const system = createServer((line) => {
    lines.add(line);
    line.on("data", () => (endsIt ? line.end(answer, "latin1") : line.write(answer, "latin1")));
  });
  const target = `http://127.0.0.1:${await listenOnFreePort(system)}`;
  const proxy = await openFaultProxy({ target, ...options });
  onTestFinished(async () => {
    await proxy.close();
    system.close();
  });
  await proxy.apply(fault);
  return { proxy, lines };
}

export async function ask(client: Client, request: Partial<Dispatcher.RequestOptions> = {}) {
  const { statusCode, headers, body } = await client.request({ method: "GET", path: "/ada", ...request });
  return { status: statusCode, headers, body: Buffer.from(await body.arrayBuffer()) };
}

/** Everything a server sends after a plain question, until it ends or `enough` has come. */
export function rawAnswer(port: number, enough: (bytes: Buffer) => boolean = () => false): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  const socket = connect(port, "127.0.0.1", () => socket.write("GET /ada HTTP/1.1\r\nhost: x\r\n\r\n"));
  socket.on("data", (bytes) => {
    chunks.push(bytes);
    if (enough(Buffer.concat(chunks))) socket.destroy();
  });
  socket.on("error", () => {}); // a reset ends it too
  socket.once("close", () => resolve(Buffer.concat(chunks)));
  return promise;
}
