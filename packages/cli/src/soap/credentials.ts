import type { CallOptions } from "@portico/soap/terminal";
import { UsageError } from "../usage-error.ts";

export interface CredentialOptions {
  readonly username?: string;
  readonly password?: string;
  readonly security?: "digest" | "text" | "text-nonce";
}

/**
 * Who we are, from the options or else from `SOAP_USERNAME` and `SOAP_PASSWORD`; nobody when there is neither.
 * @throws {UsageError} when half of it is missing
 */
export function credentialsFrom(
  options: CredentialOptions,
  environment: Readonly<Record<string, string | undefined>>,
): CallOptions["security"] {
  const username = options.username ?? environment["SOAP_USERNAME"];
  const password = options.password ?? environment["SOAP_PASSWORD"];
  if (username === undefined && password === undefined) {
    if (options.security === undefined) return undefined;
    throw new UsageError("--security needs a user name and a password.");
  }
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? "--username or SOAP_USERNAME" : "--password or SOAP_PASSWORD";
    throw new UsageError(`${missing} is missing.`);
  }
  if (options.security === "text-nonce") return { username, password, passwordType: "text", nonce: true };
  return { username, password, passwordType: options.security ?? "digest" };
}
