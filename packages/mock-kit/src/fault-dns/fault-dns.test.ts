import { createSocket } from "node:dgram";
import { promises as dns } from "node:dns";
import { once } from "node:events";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { readQuestion } from "./dns-message.ts";
import { type NameAnswer, openFaultDns } from "./fault-dns.ts";

/** The server, and c-ares asking it. */
async function open(names: Readonly<Record<string, NameAnswer>>) {
  const server = await openFaultDns(names);
  const resolver = new dns.Resolver({ timeout: 50, tries: 1 });
  resolver.setServers([server.address]);
  onTestFinished(async () => {
    resolver.cancel();
    await server.close();
  });
  return { server, resolver };
}

test("a name has its address and its time, whatever its case", async () => {
  const { server, resolver } = await open({ "crm.test": { address: "127.0.0.7", ttlS: 9 } });
  expect(await resolver.resolve4("CRM.test", { ttl: true })).toEqual([{ address: "127.0.0.7", ttl: 9 }]);
  await expect(resolver.resolve6("crm.test")).rejects.toMatchObject({ code: "ENODATA" });
  expect(server.asked()).toEqual({ "crm.test": 2 });
});

test.each([
  ["nxdomain", "ENOTFOUND"],
  ["servfail", "ESERVFAIL"],
  ["silent", "ETIMEOUT"],
] as const)("%s is %s to whoever asks", async (answer, code) => {
  const { resolver } = await open({ "ill.test": answer });
  await expect(resolver.resolve4("ill.test")).rejects.toMatchObject({ code });
});

test("a name nobody spoke of does not exist, until somebody does", async () => {
  const { server, resolver } = await open({});
  await expect(resolver.resolve4("new.test")).rejects.toMatchObject({ code: "ENOTFOUND" });
  server.set("new.test", { address: "127.0.0.1" });
  expect(await resolver.resolve4("new.test")).toEqual(["127.0.0.1"]);
});

test("what is no question is not answered, and harms nobody", async () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void readQuestion(Buffer.from(bytes))));
  const { server, resolver } = await open({ "crm.test": { address: "127.0.0.1" } });
  const socket = createSocket("udp4");
  socket.send("nonsense", Number(server.address.split(":")[1]), "127.0.0.1", () => socket.close());
  await once(socket, "close");
  expect(await resolver.resolve4("crm.test")).toEqual(["127.0.0.1"]);
});

test("what is an answer already is not answered: two servers would talk for ever", async () => {
  const { server, resolver } = await open({ "crm.test": { address: "127.0.0.1" } });
  const name = Buffer.from("\x03crm\x04test\0\0\x01\0\x01", "latin1");
  const message = (flags: number) =>
    Buffer.concat([Buffer.from([0, 7, flags, 0, 0, 1, 0, 0, 0, 0, 0, 0]), name]);
  const socket = createSocket("udp4");
  const heard: Buffer[] = [];
  socket.on("message", (bytes) => heard.push(bytes));
  const port = Number(server.address.split(":")[1]);
  for (const flags of [0x81, 0x01]) socket.send(message(flags), port, "127.0.0.1");
  await once(socket, "message");
  expect(await resolver.resolve4("crm.test")).toEqual(["127.0.0.1"]);
  expect([heard.length, server.asked()]).toEqual([1, { "crm.test": 2 }]);
  socket.close();
});

test.each([{ address: "fd00::1" }, { address: "crm" }, { address: "127.0.0.1", ttlS: -1 }])(
  "%j is no answer",
  async (answer) => {
    await expect(openFaultDns({ "crm.test": answer })).rejects.toBeInstanceOf(TypeError);
  },
);
