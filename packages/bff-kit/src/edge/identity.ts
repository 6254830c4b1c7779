import type { Identity } from "@portico/core";
import { Problem } from "./problem.ts";

/** Finds out who is asking. Throws `unauthenticated` when nobody is. */
export interface Authenticate {
  (header: (name: string) => string | undefined): Identity;
  /** The request header the answer depends on, for `Vary`. */
  readonly header: string;
}

const HEADER = "X-Portico-User";

/**
 * The stand-in for signing in: whoever the header names, is. Only while developing.
 * @param allowed `false` in production, where the header means nothing
 */
export function developmentUser({ allowed }: { readonly allowed: boolean }): Authenticate {
  const authenticate = (header: (name: string) => string | undefined): Identity => {
    if (!allowed) {
      throw unauthenticated(
        `Signing in is not built yet, and the development header ${HEADER} is switched off in production ` +
          "(NODE_ENV=production).",
      );
    }
    const customerId = header(HEADER);
    if (customerId === undefined) {
      throw unauthenticated(`Send the header ${HEADER}: <customer id>, for example ${HEADER}: 100001.`);
    }
    if (!/^[A-Za-z0-9-]{1,32}$/.test(customerId)) {
      throw unauthenticated(
        `The header ${HEADER} must be a customer id: 1 to 32 letters, digits or dashes.`,
        "invalid",
      );
    }
    return { customerId };
  };
  return Object.assign(authenticate, { header: HEADER });
}

const unauthenticated = (detail: string, code: "required" | "invalid" = "required") =>
  new Problem("unauthenticated", {
    detail,
    errors: [{ field: `header.${HEADER.toLowerCase()}`, code, message: "names the user" }],
    headers: { "www-authenticate": `${HEADER} realm="portico"` },
  });
