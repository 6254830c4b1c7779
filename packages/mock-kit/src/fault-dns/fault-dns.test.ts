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

test("an answer is one of RFC 1035: authoritative, with the question and what was asked for said back", async () => {
  const { server } = await open({ "CRM.test": { address: "127.0.0.7" } });
  const socket = createSocket("udp4");
  onTestFinished(() => void socket.close());
  const port = Number(server.address.split(":")[1]);
  const question = "0363726d04746573740000010001";
  const answerTo = async (flags: string, asked = question) => {
    socket.send(Buffer.from(`1234${flags}0001000000000000${asked}`, "hex"), port, "127.0.0.1");
    const [answer] = (await once(socket, "message")) as [Buffer];
    return answer.toString("hex");
  };
  // The address for 30 s, in class IN.
  const record = "c00c000100010000001e00047f000007";
  expect(await answerTo("0100")).toBe("123485800001000100000000" + question + record);
  expect(await answerTo("0000")).toBe("123484800001000100000000" + question + record);
  const aaaa = question.replace("00010001", "001c0001");
  expect(await answerTo("0000", aaaa)).toBe("123484800001000000000000" + aaaa);
  const loud = question.replace("63726d", "43524d");
  expect(await answerTo("0000", loud)).toBe("123484800001000100000000" + loud + record);
  const unknown = question.replace("63726d", "63726e");
  expect(await answerTo("0000", unknown)).toBe("123484830001000000000000" + unknown);
  server.set("crn.TEST", "servfail");
  expect(await answerTo("0000", unknown)).toBe("123484820001000000000000" + unknown);
  expect(server.asked()).toEqual({ "crm.test": 4, "crn.test": 2 });
});

test.each([
  ["two questions", "12340100000200000000000003", "63726d047465737400000100010363726d04746573740000010001"],
  ["a name that points elsewhere", "123401000001000000000000", "c00c00010001"],
  ["a label of 64 bytes", "123401000001000000000000", `40${"61".repeat(64)}0000010001`],
  ["no room for a type", "123401000001000000000000", "0363726d04746573740000"],
])("%s is no question", async (_, header, rest) => {
  expect(readQuestion(Buffer.from(header + rest, "hex"))).toBeUndefined();
});

test.each([0, 1, 2_147_483_647])("a name may be known for %d s", async (ttl) => {
  const { resolver } = await open({ "crm.test": { address: "127.0.0.1", ttlS: ttl } });
  expect(await resolver.resolve4("crm.test", { ttl: true })).toEqual([{ address: "127.0.0.1", ttl }]);
});

test("a silent name was asked for all the same", async () => {
  const { server, resolver } = await open({ "mute.test": "silent" });
  await expect(resolver.resolve4("mute.test")).rejects.toMatchObject({ code: "ETIMEOUT" });
  expect(server.asked()).toEqual({ "mute.test": 1 });
});

test.each([
  { address: "fd00::1" },
  { address: "crm" },
  { address: "127.0.0.1", ttlS: -1 },
  { address: "127.0.0.1", ttlS: 1.5 },
  { address: "127.0.0.1", ttlS: 2_147_483_648 },
])("%j is no answer", async (answer) => {
  await expect(openFaultDns({ "crm.test": answer })).rejects.toBeInstanceOf(TypeError);
});
