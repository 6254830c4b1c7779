import { isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import type { AddressBook } from "./address-book.ts";

/** An address book in the shape `net.connect` asks for. */
export function lookupIn(book: AddressBook): LookupFunction {
  const find = callbackify((name: string) => book.addressesOf(name));
  return (name, { all = false }, callback) => {
    find(name, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      if (all) return callback(null, addresses.map(withFamily));
      const [address = ""] = addresses;
      callback(null, address, isIP(address));
    });
  };
}

const withFamily = (address: string) => ({ address, family: isIP(address) });
