import type { Clock } from "@portico/core";
import { type NameSource, saysNoSuchName } from "./name-source.ts";

/** The addresses of names, asked for as rarely as their owners allow. */
export interface AddressBook {
  /** @throws what the source throws */
  addressesOf(name: string): Promise<readonly string[]>;
}

// A record may say 0 or a year; both are wishes that hurt.
const TTL_S_MIN = 1;
const TTL_S_MAX = 300;
/** How long an address is used after its time while the name servers are silent: it was right until then. */
const STALE_MS_MAX = 600_000;

interface Entry {
  readonly addresses: readonly string[];
  readonly freshUntilMs: number;
}

/**
 * Remembers addresses for their time. After it they are used once more while new ones are asked for, so that a slow
 * name server delays nobody and one that is down takes away no address we know. Callers share a question under way.
 */
export function addressBook(source: NameSource, clock: Clock): AddressBook {
  const entries = new Map<string, Entry>();
  const asking = new Map<string, Promise<readonly string[]>>();

  function ask(name: string): Promise<readonly string[]> {
    const underWay = asking.get(name);
    if (underWay !== undefined) return underWay;
    const question = askSource(name).finally(() => asking.delete(name));
    asking.set(name, question);
    return question;
  }

  async function askSource(name: string): Promise<readonly string[]> {
    try {
      const records = await source.addressesOf(name);
      const addresses = records.map(({ address }) => address);
      const ttlS = Math.min(...records.map((record) => record.ttlS));
      const ttlMs = 1_000 * Math.max(TTL_S_MIN, Math.min(ttlS, TTL_S_MAX));
      entries.set(name, { addresses, freshUntilMs: clock.now() + ttlMs });
      return addresses;
    } catch (error) {
      if (saysNoSuchName(error)) entries.delete(name);
      throw error;
    }
  }

  return {
    async addressesOf(name) {
      const entry = entries.get(name);
      if (entry === undefined || clock.now() >= entry.freshUntilMs + STALE_MS_MAX) return ask(name);
      if (clock.now() >= entry.freshUntilMs) ask(name).catch(() => {}); // the next caller tries again
      return entry.addresses;
    },
  };
}
