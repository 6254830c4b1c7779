import { BlockList, isIP, isIPv4 } from "node:net";

// Whoever answers there is not the internet: this machine, this network, a cloud's own services, or nobody.
// Source: IANA's registries of special-purpose addresses.
const NOT_PUBLIC_4 = listOf("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  // Azure answers its own machines there, with their secrets.
  ["168.63.129.16", 32],
]);
// IPv4 inside IPv6 lies outside of it, or below.
const GLOBAL_6 = listOf("ipv6", [["2000::", 3]]);
const NOT_PUBLIC_6 = listOf("ipv6", [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);

/** Whether an address is one on the internet, where contracts of others may be. Anything unusual is not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  if (isIPv4(address)) return !NOT_PUBLIC_4.check(address, "ipv4");
  return GLOBAL_6.check(address, "ipv6") && !NOT_PUBLIC_6.check(address, "ipv6");
}

function listOf(type: "ipv4" | "ipv6", subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, type);
  return list;
}
