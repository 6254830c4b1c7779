import { ContractBroken } from "@portico/core";

const FOUND_CHARACTERS_MAX = 200;

/** The values of an encoded message do not hang together. `found` is what the backend wrote: for `cause` only. */
export function tangled(what: string, found?: string): ContractBroken {
  const path = "/Envelope/Body";
  return new ContractBroken(`${what}: ${path}`, {
    path,
    ...(found === undefined ? {} : { cause: new Error(`Found ${found.slice(0, FOUND_CHARACTERS_MAX)}`) }),
  });
}
