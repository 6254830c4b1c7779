import { createHash } from "node:crypto";
import { attributeOf, childOf, type XmlElement } from "@portico/mock-kit";
import { namespaces as ns } from "./names.ts";

const digestType =
  "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";
const createdPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const skewMsMax = 5 * 60_000;

/**
 * Checks WS-Security UsernameTokens with PasswordDigest: right digest, created within five minutes of `nowMs`, never
 * seen before. Remembers `noncesMax` nonces, by default ten minutes at 160 calls a second; the oldest is forgotten first.
 * Source: OASIS Web Services Security UsernameToken Profile 1.0, section 3.1.
 */
export function usernameTokenCheck(
  account: { readonly username: string; readonly password: string },
  noncesMax = 100_000,
) {
  const seenAtMs = new Map<string, number>();

  return (soapHeader: XmlElement | undefined, nowMs: number): boolean => {
    const security = soapHeader && childOf(soapHeader, ns.wsse, "Security");
    const token = security && childOf(security, ns.wsse, "UsernameToken");
    if (token === undefined) return false;
    const password = childOf(token, ns.wsse, "Password");
    const nonce = childOf(token, ns.wsse, "Nonce")?.text.trim() ?? "";
    const created = childOf(token, ns.wsu, "Created")?.text.trim() ?? "";

    const genuine =
      childOf(token, ns.wsse, "Username")?.text.trim() === account.username &&
      password !== undefined &&
      attributeOf(password, "", "Type") === digestType &&
      nonce !== "" &&
      password.text.trim() === digest(nonce, created, account.password);
    const current = createdPattern.test(created) && Math.abs(nowMs - Date.parse(created)) <= skewMsMax;
    if (!genuine || !current || seenAtMs.has(nonce)) return false;

    for (const [oldest, atMs] of seenAtMs) {
      if (nowMs - atMs <= 2 * skewMsMax && seenAtMs.size < noncesMax) break;
      seenAtMs.delete(oldest);
    }
    seenAtMs.set(nonce, nowMs);
    return true;
  };
}

const digest = (nonce: string, created: string, password: string): string =>
  createHash("sha1").update(Buffer.from(nonce, "base64")).update(created).update(password).digest("base64");
