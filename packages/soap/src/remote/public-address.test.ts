import { expect, test } from "vitest";
import { isPublicAddress } from "./public-address.ts";

test.each([
  ...[
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "223.255.255.255",
  ],
  ...["2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888"],
])("%s is on the internet", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ["this machine", ["127.0.0.1", "127.255.255.254", "0.0.0.0", "::1", "::"]],
  ["a private network", ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12::1"]],
  [
    "this link, and a cloud's own services",
    [
      "169.254.169.254",
      "fe80::1",
      "fe80::1%eth0",
      "fd00:ec2::254",
      "168.63.129.16",
      "100.100.100.200",
      "192.0.0.192",
    ],
  ],
  ["a carrier's network", ["100.64.0.1", "100.127.255.255"]],
  ["many machines at once", ["224.0.0.1", "239.255.255.250", "255.255.255.255", "ff02::1"]],
  [
    "documentation, tests, reserved",
    [
      "192.0.2.1",
      "198.51.100.1",
      "203.0.113.1",
      "198.18.0.1",
      "240.0.0.1",
      "2001:db8::1",
      "3fff::1",
      "100::1",
    ],
  ],
  [
    "IPv4 inside IPv6",
    [
      "::ffff:127.0.0.1",
      "::ffff:7f00:1",
      "::ffff:10.0.0.1",
      "::127.0.0.1",
      "64:ff9b::7f00:1",
      "64:ff9b:1::a00:1",
      "2002:7f00:1::",
      "2001:0:7f00:1::",
    ],
  ],
  ["no address", ["", "localhost", "1.2.3", "0x7f000001", "127.1", "1.2.3.4 ", "2130706433"]],
])("%s is not", (_what, addresses) => {
  for (const address of addresses) expect([address, isPublicAddress(address)]).toEqual([address, false]);
});
