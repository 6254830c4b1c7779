import type { PrefixScope } from "./text-type.ts";
import { internalized } from "./xml/internalized.ts";

/** A qualified name in a value, by the namespaces in force where it stands. `undefined`: nothing declares its prefix. */
export function resolvedName(
  written: string,
  scope: PrefixScope,
): { readonly uri: string; readonly local: string } | undefined {
  const colon = written.indexOf(":");
  const uri = scope.uriOf(colon < 0 ? "" : written.slice(0, colon));
  return uri === undefined
    ? undefined
    : { uri: internalized(uri), local: internalized(written.slice(colon + 1)) };
}
