import { isDeepStrictEqual } from "node:util";
import type { CallSite } from "@portico/core";

/**
 * What all operations of one system share, made by the first of them.
 * @throws {TypeError} when they describe it differently: which of them would be meant?
 */
export function sharedAlike<T>(site: CallSite, key: symbol, what: string, options: object, make: () => T): T {
  const shared = site.shared(key, () => ({ value: make(), options }));
  if (!isDeepStrictEqual(shared.options, options)) {
    throw new TypeError(`${site.system}.${site.operation} describes another ${what} than its siblings.`);
  }
  return shared.value;
}
