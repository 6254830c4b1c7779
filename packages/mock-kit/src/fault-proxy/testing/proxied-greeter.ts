import { connect } from "node:net";
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
