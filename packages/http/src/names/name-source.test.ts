import dns from "node:dns";
import { expect, onTestFinished, test } from "vitest";
import { nameServer } from "../testing/name-server.ts";
import { systemNames } from "./name-source.ts";

const LOOPBACK_4 = [127, 0, 0, 1];
const LOOPBACK_6 = [...Array.from({ length: 15 }, () => 0), 1];

/** The names of this machine, while this is its name server. */
async function open(says: Parameters<typeof nameServer>[0]) {
  const { address, asked } = await nameServer(says);
  const before = dns.getServers();
  dns.setServers([address]);
  const names = systemNames();
  onTestFinished(() => {
    names.close();
    dns.setServers(before);
  });
  return { names, asked };
}

test("a name of the hosts file is asked of nobody", async () => {
  const { names, asked } = await open(() => [10, 0, 0, 1]);
  const found = await names.addressesOf("localhost");
  expect(found.map(({ address }) => address)).toContain("127.0.0.1");
  expect(asked).toEqual([]);
});

test("a name that has both kinds of address is asked for one, IPv4", async () => {
  const { names, asked } = await open((_, family) => (family === "IPv4" ? LOOPBACK_4 : LOOPBACK_6));
  await expect(names.addressesOf("crm.test.")).resolves.toEqual([{ address: "127.0.0.1", ttlS: 30 }]);
  expect(asked).toEqual(["crm.test IPv4"]);
});

test("a name that has no IPv4 address is asked for its IPv6 one", async () => {
  const { names, asked } = await open((_, family) => (family === "IPv4" ? [] : LOOPBACK_6));
  await expect(names.addressesOf("crm.test.")).resolves.toEqual([{ address: "::1", ttlS: 30 }]);
  expect(asked).toEqual(["crm.test IPv4", "crm.test IPv6"]);
});

test("a name that does not exist is not asked for twice", async () => {
  const { names, asked } = await open(() => "no such name");
  await expect(names.addressesOf("crm.test.")).rejects.toMatchObject({ code: "ENOTFOUND" });
  expect(asked).toEqual(["crm.test IPv4"]);
});
