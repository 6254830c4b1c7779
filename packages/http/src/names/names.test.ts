import { expect, test } from "vitest";
import { addressesIn } from "./hosts-file.ts";
import { lookupIn } from "./lookup.ts";
import { candidatesFor, readSearchRules } from "./search-rules.ts";

const HOSTS = `127.0.0.1 localhost
# 10.9.9.9 crm
fd00::7\tcrm CRM.internal   # the new one
10.0.0.7 crm erp
not-an-address crm
10.0.0.8 mail # not billing
`;

test.each([
  ["crm", ["10.0.0.7", "fd00::7"]],
  ["crm.INTERNAL", ["fd00::7"]],
  ["erp.", ["10.0.0.7"]],
  ["billing", []],
  ["localhost", ["127.0.0.1", "::1"]],
  ["web.localhost", ["127.0.0.1", "::1"]],
])("the hosts file says of %s: %j", (name, addresses) => {
  expect(addressesIn(HOSTS, name)).toEqual(addresses);
});

const KUBERNETES = `nameserver 10.96.0.10
search portico.svc.cluster.local svc.cluster.local cluster.local
options ndots:5 timeout:1 # from kubelet
`;

test.each([
  ["crm", ["crm.portico.svc.cluster.local", "crm.svc.cluster.local", "crm.cluster.local", "crm"]],
  [
    "crm.legacy.example",
    [
      "crm.legacy.example.portico.svc.cluster.local",
      "crm.legacy.example.svc.cluster.local",
      "crm.legacy.example.cluster.local",
      "crm.legacy.example",
    ],
  ],
  ["crm.legacy.example.", ["crm.legacy.example"]],
])("in a pod, %s is looked for as %j", (name, candidates) => {
  expect(candidatesFor(name, readSearchRules(KUBERNETES))).toEqual(candidates);
});

test("elsewhere, a name with a dot is meant as it is, and one without is completed first", () => {
  const rules = readSearchRules("domain old.example\nsearch corp.example.\n; search x\n");
  expect(candidatesFor("crm.corp", rules)).toEqual(["crm.corp", "crm.corp.corp.example"]);
  expect(candidatesFor("crm", rules)).toEqual(["crm.corp.example", "crm"]);
  expect(candidatesFor("crm", readSearchRules(""))).toEqual(["crm"]);
});

test("no more than eight domains are tried", () => {
  const rules = readSearchRules(`search ${Array.from({ length: 20 }, (_, i) => `d${i}`).join(" ")}`);
  expect(candidatesFor("crm", rules)).toHaveLength(9);
});

test("one address or all, as whoever connects wants it", async () => {
  const lookup = lookupIn({ addressesOf: async () => ["10.0.0.1", "fd00::1"] });
  const ask = (options: { all?: boolean }) =>
    new Promise((resolve) => lookup("crm", options, (...said) => resolve(said)));
  expect(await ask({})).toEqual([null, "10.0.0.1", 4]);
  const all = [
    { address: "10.0.0.1", family: 4 },
    { address: "fd00::1", family: 6 },
  ];
  expect(await ask({ all: true })).toEqual([null, all]);
});
