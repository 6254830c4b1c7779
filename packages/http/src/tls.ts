import { createPrivateKey, X509Certificate } from "node:crypto";
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
    // What is empty or cannot be read Node leaves out: it would trust fewer than asked for, or not say who we are.
    for (const pem of [tls.ca, tls.cert]) if (pem !== undefined) checkCertificates(pem);
    if (tls.key !== undefined) void createPrivateKey({ key: tls.key, passphrase: tls.passphrase });
    return createSecureContext({ ...tls });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new TypeError(`tls: an authority, certificate or key cannot be used (${code}).`, { cause: error });
  }
}

/** Each of them: Node itself looks at the first. @throws when there is none, too */
function checkCertificates(pem: string): void {
  const [, ...others] = pem.split(/(?=-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----)/);
  void new X509Certificate(pem);
  for (const one of others) void new X509Certificate(one);
}
