import { ContractBroken } from "@portico/core";
import type { XmlReader } from "./xml/reader.ts";

export const FOUND_CHARACTERS_MAX = 200;

/** @param found what the backend wrote; only ever shown as `cause` */
export const breach = (what: string, path: string, found: string | undefined): ContractBroken =>
  new ContractBroken(`${what}: ${path}`, {
    path,
    ...(found === undefined ? {} : { cause: new Error(`Found ${found.slice(0, FOUND_CHARACTERS_MAX)}`) }),
  });

/** What the reader stands on, in words. */
export function foundAt({ tag, uri, local }: XmlReader): string {
  if (tag === "eof") return "the end of the answer";
  return tag === "end" ? "the end of the element" : `{${uri}}${local}`;
}
