import { isIP } from "node:net";

const LOOPBACK = ["127.0.0.1", "::1"];

/** What a hosts file says of a name, IPv4 first. `localhost` is this machine, whatever anybody says (RFC 6761, 6.3). */
export function addressesIn(hostsFile: string, name: string): readonly string[] {
  const wanted = name.toLowerCase().replace(/\.$/, "");
  if (wanted === "localhost" || wanted.endsWith(".localhost")) return LOOPBACK;
  const found = hostsFile.split("\n").flatMap((line) => {
    const [address = "", ...names] = (line.split("#", 1)[0] ?? "").trim().split(/\s+/);
    return isIP(address) !== 0 && names.some((one) => one.toLowerCase() === wanted) ? [address] : [];
  });
  return found.toSorted((a, b) => isIP(a) - isIP(b));
}
