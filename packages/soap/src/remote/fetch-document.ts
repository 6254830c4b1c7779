import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { isPublicAddress } from "./public-address.ts";
import { RemoteRefused } from "./remote-refused.ts";

interface Address {
  readonly address: string;
  readonly family: number;
}

export interface FetchRules {
  /** The only ones asked, each as a URL spells it: `schemas.example`, `schemas.example:8443`. */
  readonly hosts: ReadonlySet<string>;
  /** Default: as the system finds them. */
  readonly addressesOf?: (host: string) => Promise<readonly Address[]>;
  /** Default: those on the internet. */
  readonly mayConnectTo?: (address: string) => boolean;
  readonly bytesMax?: number;
  /** For the whole of it. */
  readonly timeoutMs?: number;
}

const BYTES_MAX = 16 * 1024 * 1024;
const TIMEOUT_MS = 15_000;

/**
 * The bytes of a document, by one GET, without following redirects.
 * @throws {RemoteRefused}
 */
export async function fetchDocument(url: URL, rules: FetchRules): Promise<Buffer> {
  const { hosts, mayConnectTo = isPublicAddress, bytesMax = BYTES_MAX, timeoutMs = TIMEOUT_MS } = rules;
  const refuse = (why: string, cause?: unknown) => new RemoteRefused(url.href, why, { cause });
  if (!/^https?:$/.test(url.protocol)) throw refuse("is neither http nor https");
  if (url.username !== "" || url.password !== "")
    throw new RemoteRefused(url.host, "is asked with a password in the URL");
  if (!hosts.has(url.host)) throw refuse(`is on ${url.host}, which is not among the hosts we may ask`);
  // Of an address written as such nobody looks anything up.
  const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0 && !mayConnectTo(literal)) throw refuse("is on an address that is not public");
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await get(url, checkedLookup(rules, refuse), signal);
    return await bodyOf(answer, bytesMax, refuse);
  } catch (error) {
    if (error instanceof RemoteRefused) throw error;
    if (signal.aborted) throw refuse(`was not there after ${timeoutMs} ms`, error);
    throw refuse(`could not be fetched: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

type Refuse = (why: string) => RemoteRefused;

/** What a connection looks its address up with: what is checked here is what it connects to. */
function checkedLookup(
  { addressesOf = systemAddresses, mayConnectTo = isPublicAddress }: FetchRules,
  refuse: Refuse,
): LookupFunction {
  const find = callbackify(addressesOf);
  return (host, { all }, done) => {
    find(host, (error: NodeJS.ErrnoException | null, addresses: readonly Address[]) => {
      if (error !== null) return done(error, "");
      const [first] = addresses;
      // One that is not public among others is no oversight.
      if (first === undefined || !addresses.every(({ address }) => mayConnectTo(address))) {
        return done(refuse("is on an address that is not public"), "");
      }
      return all === true ? done(null, [...addresses]) : done(null, first.address, first.family);
    });
  };
}

const systemAddresses = (host: string): Promise<readonly Address[]> => lookup(host, { all: true });

function get(url: URL, findAddress: LookupFunction, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, {
      // Without an agent there is a new connection, which is closed afterwards, and no proxy.
      agent: false,
      lookup: findAddress,
      signal,
      headers: { accept: "application/xml, text/xml", "accept-encoding": "identity" },
    })
      .once("response", resolve)
      .once("error", reject)
      .end();
  });
}

async function bodyOf(answer: IncomingMessage, bytesMax: number, refuse: Refuse): Promise<Buffer> {
  try {
    const { statusCode = 0, headers } = answer;
    if (statusCode >= 300 && statusCode < 400) {
      throw refuse(`is somewhere else (HTTP ${statusCode}): name where in the contract`);
    }
    if (statusCode !== 200) throw refuse(`was answered with HTTP ${statusCode}`);
    if (!/^(identity)?$/i.test(headers["content-encoding"] ?? "")) throw refuse("came compressed, unasked");
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer) {
      bytes += (chunk as Buffer).length;
      if (bytes > bytesMax) throw refuse(`has more than ${bytesMax} bytes`);
      chunks.push(chunk as Buffer);
    }
    if (!answer.complete) throw refuse("broke off");
    return Buffer.concat(chunks);
  } finally {
    answer.destroy();
  }
}
