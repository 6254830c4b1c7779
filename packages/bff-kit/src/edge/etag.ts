import { hash } from "node:crypto";

/** A strong validator: the same bytes, the same tag. */
export const strongEtag = (body: Uint8Array): string => `"${hash("sha256", body, "base64url").slice(0, 27)}"`;

/** Whether the client already has what `etag` names. Source: RFC 9110, 13.1.2: the comparison is weak. */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
