import { createHash, timingSafeEqual } from "node:crypto";
import { Problem } from "../edge/problem.ts";

/**
 * Lets in whoever shows `token`, and throws `unauthenticated` for anybody else. How long that takes does not tell how
 * much of a wrong token was right.
 */
export function bearer(token: string): (authorization: string | undefined) => void {
  const expected = digest(token);
  return (authorization) => {
    if (authorization === undefined) throw unauthenticated("required", "");
    const [, shown = ""] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
    if (!timingSafeEqual(digest(shown), expected))
      throw unauthenticated("invalid", ', error="invalid_token"');
  };
}

/** Of equal length, whatever was shown: that is all `timingSafeEqual` takes. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const unauthenticated = (code: "required" | "invalid", error: string) =>
  new Problem("unauthenticated", {
    detail: "Send the header Authorization: Bearer, with the operator's token.",
    errors: [{ field: "header.authorization", code, message: "names the operator's token" }],
    headers: { "www-authenticate": `Bearer realm="portico operator"${error}` },
  });
