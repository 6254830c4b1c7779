import type { CallOptions } from "@portico/soap/terminal";
import { UsageError } from "../usage-error.ts";

export interface CredentialOptions {
  readonly username?: string;
  readonly password?: string;
  readonly security?: "digest" | "text" | "text-nonce" | "basic";
}

/**
 * Who we are, from the options or else from `SOAP_USERNAME` and `SOAP_PASSWORD`; nobody when there is neither.
 * @throws {UsageError} when half of it is missing, or the name is none for HTTP
 */
export function credentialsFrom(
  options: CredentialOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<CallOptions, "security" | "headers"> {
  const username = options.username ?? environment["SOAP_USERNAME"];
  const password = options.password ?? environment["SOAP_PASSWORD"];
  if (username === undefined && password === undefined) {
    if (options.security === undefined) return {};
    throw new UsageError("--security needs a user name and a password.");
  }
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? "--username or SOAP_USERNAME" : "--password or SOAP_PASSWORD";
    throw new UsageError(`${missing} is missing.`);
  }
  switch (options.security) {
    case "basic":
      // Source: RFC 7617.
      if (username.includes(":")) throw new UsageError("A user name of HTTP Basic holds no colon.");
      return {
        headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` },
      };
    case "text-nonce":
      return { security: { username, password, passwordType: "text", nonce: true } };
    default:
      return { security: { username, password, passwordType: options.security ?? "digest" } };
  }
}
