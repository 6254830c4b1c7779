import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "@portico/core";
import { escapeText } from "./encoder.ts";

/** How the system knows us. Source: WS-Security 1.0, UsernameToken Profile 1.0, password digest. */
export interface UsernameToken {
  readonly username: string;
  readonly password: string;
}

const OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss";
const NONCE_BYTES = 16;

/** The header block that proves we know the password without sending it. Good for one message. */
export function usernameTokenHeader({ username, password }: UsernameToken, clock: Clock): string {
  const nonce = randomBytes(NONCE_BYTES);
  const created = new Date(clock.epochMs()).toISOString();
  // SHA-1 is what the profile says. It protects against replay with nonce and created, not against a listener: use TLS.
  const digest = createHash("sha1").update(nonce).update(created).update(password).digest("base64");
  return (
    `<wsse:Security soap:mustUnderstand="1" xmlns:wsse="${OASIS}-wssecurity-secext-1.0.xsd"` +
    ` xmlns:wsu="${OASIS}-wssecurity-utility-1.0.xsd"><wsse:UsernameToken>` +
    `<wsse:Username>${escapeText(username)}</wsse:Username>` +
    `<wsse:Password Type="${OASIS}-username-token-profile-1.0#PasswordDigest">${digest}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${OASIS}-soap-message-security-1.0#Base64Binary">${nonce.toString("base64")}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`
  );
}
