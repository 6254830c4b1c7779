import dns from "node:dns";
import { readFileSync } from "node:fs";
import { addressesIn } from "./hosts-file.ts";
import { candidatesFor, readSearchRules } from "./search-rules.ts";

/** An address and how long it may be remembered. */
export interface NameRecord {
  readonly address: string;
  readonly ttlS: number;
}

/** Where addresses of names come from. */
export interface NameSource {
  /** @throws an error with one of the codes of `node:dns`; `ENOTFOUND` and `ENODATA` mean there is no such name */
  addressesOf(name: string): Promise<readonly NameRecord[]>;
  /** Ends what is under way. */
  close(): void;
}

// A name server answers in milliseconds. Whoever connects waits half a second; what comes later serves the next one.
const ANSWER_TIMEOUT_MS = 400;
const TRIES = 2;
// The hosts file names no time; a container's may change while it runs.
const HOSTS_TTL_S = 10;

/**
 * The names of this machine: its hosts file, then its name servers, as its resolver is configured to ask them. Node's
 * own `lookup` waits in one of four threads shared with file reading, and cannot be called off: four names that hang
 * would stop all others. This one asks over sockets.
 */
export function systemNames(): NameSource {
  const rules = readSearchRules(readText("/etc/resolv.conf"));
  const resolver = new dns.promises.Resolver({ timeout: ANSWER_TIMEOUT_MS, tries: TRIES });
  // Those of the process, which may have been set since it began: `dns.setServers` replaces the functions of `dns`, so
  // that imported by its name, `getServers` would tell of the old ones.
  resolver.setServers(dns.getServers());

  async function ask(name: string): Promise<readonly NameRecord[]> {
    try {
      return toRecords(await resolver.resolve4(name, { ttl: true }));
    } catch (error) {
      // A system without an IPv4 address may have others. Asked second, a server that drops such questions costs nobody.
      if (codeOf(error) !== "ENODATA") throw error;
      return toRecords(await resolver.resolve6(name, { ttl: true }));
    }
  }

  return {
    async addressesOf(name) {
      const known = addressesIn(readText("/etc/hosts"), name);
      if (known.length > 0) return known.map((address) => ({ address, ttlS: HOSTS_TTL_S }));
      let failure: unknown;
      for (const candidate of candidatesFor(name, rules)) {
        try {
          return await ask(candidate);
        } catch (error) {
          // A server that does not know one spelling may know the next; the first that hangs speaks for all.
          if (!saysNoSuchName(error)) throw error;
          failure ??= error;
        }
      }
      throw failure;
    },
    close: () => resolver.cancel(),
  };
}

/** Whether a name server was asked and knows that there is none. */
export const saysNoSuchName = (error: unknown): boolean => NO_SUCH_NAME.has(codeOf(error));

const NO_SUCH_NAME = new Set<string | undefined>(["ENOTFOUND", "ENODATA"]);

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

const toRecords = (found: readonly { readonly address: string; readonly ttl: number }[]): NameRecord[] =>
  found.map(({ address, ttl }) => ({ address, ttlS: ttl }));

/** Small files of this machine; one that is not there says nothing. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
