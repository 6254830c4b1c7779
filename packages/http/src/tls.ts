import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";

/** Whom to trust, and how to prove who we are, over TLS. All in PEM. */
export interface TlsOptions {
  /** The authorities to trust instead of those Node knows. */
  readonly ca?: string;
  /** Our certificate, followed by those that lead to its authority. Comes with its `key`. */
  readonly cert?: string;
  readonly key?: string;
  /** What the key is encrypted with, if it is. */
  readonly passphrase?: string;
}

/** @throws {TypeError} when it cannot be read or does not belong together; says nothing of what is in it */
export function secureContextOf(tls: TlsOptions): SecureContext {
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new TypeError("tls: a certificate and its key come together.");
  }
  try {
    // Of authorities that cannot be read Node makes none, and would trust nobody.
    if (tls.ca !== undefined) void new X509Certificate(tls.ca);
    return createSecureContext({ ...tls });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new TypeError(`tls: an authority, certificate or key cannot be used (${code}).`, { cause: error });
  }
}
