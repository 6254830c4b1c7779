import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { freePort } from "@portico/core/testing";
import { Client } from "undici";
import { expect, onTestFinished, test } from "vitest";
import { createGreeter } from "../testing/greeter.ts";
import { serveFetch } from "../serve-fetch.ts";
import { ask, proxiedGreeter, rawAnswer } from "./testing/proxied-greeter.ts";
import { openFaultProxy } from "./fault-proxy.ts";

test("it opens at the port it was given", async () => {
  const port = await freePort();
  const { proxy, client } = await proxiedGreeter(null, { port });
  expect([proxy.port, proxy.origin]).toEqual([port, `http://127.0.0.1:${port}`]);
  expect((await ask(client)).status).toBe(200);
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);
test.runIf(hasIpv6)("it stands on IPv6 before a system on IPv6", async () => {
  const system = await serveFetch(createGreeter().fetch, { host: "::1" });
  const proxy = await openFaultProxy({ target: system.origin, host: "::1" });
  const client = new Client(proxy.origin);
  onTestFinished(async () => {
    await client.destroy();
    await proxy.close();
    await system.close();
  });
  expect(proxy.origin).toBe(`http://[::1]:${proxy.port}`);
  expect((await ask(client)).status).toBe(200);
});

test("it does not stand before TLS", async () => {
  await expect(openFaultProxy({ target: "https://crm.example" })).rejects.toThrow(
    "A fault proxy stands before plain HTTP, not https:",
  );
});

test("a report begins anew with the connections and calls there are", async () => {
  const { proxy, greeter, client } = await proxiedGreeter();
  await ask(client);
  const other = new Client(proxy.origin);
  onTestFinished(() => other.destroy());
  await ask(other);
  greeter.switchTo({ name: "hangs" });
  ask(other).catch(() => {});
  await expect.poll(() => proxy.report().inFlight).toBe(1);
  expect(proxy.report()).toMatchObject({ total: 3, connections: 2 });
  proxy.resetReport();
  expect(proxy.report()).toEqual({
    total: 0,
    byOperation: {},
    inFlight: 1,
    inFlightMax: 1,
    connections: 2,
    connectionsOpen: 2,
  });
});

test("when it has closed, no connection is open, and no call in flight", async () => {
  const { proxy, greeter } = await proxiedGreeter();
  greeter.switchTo({ name: "hangs" });
  const clients = Array.from({ length: 10 }, () => connect(proxy.port, "127.0.0.1").on("error", () => {}));
  await expect.poll(() => proxy.report().connectionsOpen).toBe(10);
  for (const client of clients) client.write("GET /ada HTTP/1.1\r\nhost: x\r\n\r\n");
  await expect.poll(() => proxy.report().inFlight).toBe(10);
  await proxy.close();
  expect(proxy.report()).toMatchObject({ total: 10, inFlight: 0, connectionsOpen: 0 });
  for (const client of clients) client.destroy();
});

test("who is just connecting is not lost when one fault takes the place of another", async () => {
  const { proxy } = await proxiedGreeter({ kind: "hang" });
  const answer = rawAnswer(proxy.port, (bytes) => bytes.length > 65_536);
  // Its SYN is answered by the kernel; the proxy has not taken it yet.
  await proxy.apply({ kind: "latency", delay: { fixedMs: 0 } });
  expect((await answer).toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test("tls-failure: the alert is all that is said, and ends the connection", async () => {
  const { proxy } = await proxiedGreeter({ kind: "tls-failure" });
  const socket = connect({ port: proxy.port, host: "127.0.0.1", allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  const said: Buffer[] = [];
  socket.on("data", (bytes) => said.push(bytes));
  socket.write("hello");
  await once(socket, "end");
  expect(Buffer.concat(said).toString("hex")).toBe("15030300020228");
});
