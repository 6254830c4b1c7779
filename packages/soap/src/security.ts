import { hash, randomFillSync } from "node:crypto";
import type { Clock } from "@portico/core";
import { escapeText } from "./escaping.ts";

/** How the system knows us. Source: WS-Security 1.0, UsernameToken Profile 1.0. */
export interface UsernameToken {
  readonly username: string;
  readonly password: string;
  /** `text` sends the password as it is, for systems that cannot check a digest: over TLS only. Default: `digest`. */
  readonly passwordType?: "digest" | "text";
  /** Says nonce and time beside a password sent as text, too, for systems that insist on them. A digest always does. */
  readonly nonce?: true;
}

const OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss";
export const WSSE = `${OASIS}-wssecurity-secext-1.0.xsd`;
export const WSU = `${OASIS}-wssecurity-utility-1.0.xsd`;
const TOKEN_PROFILE = `${OASIS}-username-token-profile-1.0`;
const NONCE_BYTES = 16;
const TTL_MS_MAX = 86_400_000;

/**
 * The header block that says who we are and until when the message counts, good for one message; `""` when it would
 * say nothing. A message counts for `ttlMs` from now, a day at most.
 */
export function securityHeader(
  token: UsernameToken | undefined,
  ttlMs: number | undefined,
  clock: Clock,
): string {
  if (token === undefined && ttlMs === undefined) return "";
  const nowMs = clock.epochMs();
  return (
    `<wsse:Security soap:mustUnderstand="1" xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}">` +
    `${ttlMs === undefined ? "" : timestamp(nowMs, ttlMs)}${token === undefined ? "" : usernameToken(token, nowMs)}` +
    "</wsse:Security>"
  );
}

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

function timestamp(nowMs: number, ttlMs: number): string {
  const expires = instant(nowMs + Math.min(Math.max(ttlMs, 0), TTL_MS_MAX));
  return `<wsu:Timestamp><wsu:Created>${instant(nowMs)}</wsu:Created><wsu:Expires>${expires}</wsu:Expires></wsu:Timestamp>`;
}

function usernameToken(token: UsernameToken, nowMs: number): string {
  const { username, password, passwordType = "digest", nonce: saysNonce = passwordType === "digest" } = token;
  const nonce = newNonce();
  const created = instant(nowMs);
  // SHA-1 is what the profile says. It protects against replay with nonce and created, not against a listener: use TLS.
  const [type, secret] =
    passwordType === "text"
      ? ["PasswordText", escapeText(password)]
      : ["PasswordDigest", hash("sha1", Buffer.concat([nonce, Buffer.from(created + password)]), "base64")];
  const once =
    `<wsse:Nonce EncodingType="${OASIS}-soap-message-security-1.0#Base64Binary">${nonce.toString("base64")}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created>`;
  return (
    `<wsse:UsernameToken><wsse:Username>${escapeText(username)}</wsse:Username>` +
    `<wsse:Password Type="${TOKEN_PROFILE}#${type}">${secret}</wsse:Password>${saysNonce ? once : ""}</wsse:UsernameToken>`
  );
}

// One system call for many: for 16 bytes it costs as much as for 4096.
const nonces = Buffer.alloc(256 * NONCE_BYTES);
let noncesUsed = nonces.length;

/** Holds until the next one is asked for. */
function newNonce(): Buffer {
  if (noncesUsed === nonces.length) {
    randomFillSync(nonces);
    noncesUsed = 0;
  }
  const start = noncesUsed;
  noncesUsed += NONCE_BYTES;
  return nonces.subarray(start, noncesUsed);
}
