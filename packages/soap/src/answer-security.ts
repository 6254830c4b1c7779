import type { Clock } from "@portico/core";
import { xsDateTime } from "./builtin-types.ts";
import type { Decoder } from "./decoder.ts";
import type { HeaderListener } from "./declared-headers.ts";
import { WSSE, WSU } from "./security.ts";

// Their clock and ours.
const SKEW_MS_MAX = 300_000;

/**
 * Understands the one thing about an answer's WS-Security header that needs no keys: until when the answer counts.
 * WCF insists that its timestamps be understood. Signatures and encryption are none of ours; where the system insists
 * on them the answer is refused.
 */
export const answerSecurity =
  (clock: Clock): HeaderListener =>
  (from, insists) => {
    const { reader } = from;
    if (reader.uri !== WSSE || reader.local !== "Security") return false;
    from.within("Security", () => {
      from.next();
      while (reader.tag === "start") {
        if (reader.uri === WSU && reader.local === "Timestamp") readTimestamp(from, clock);
        else if (insists) throw from.broken("A security header we cannot check and must understand");
        else from.skip();
      }
      from.close();
    });
    return true;
  };

function readTimestamp(from: Decoder, clock: Clock): void {
  const { reader } = from;
  from.within("Timestamp", () => {
    from.next();
    while (reader.tag === "start") {
      const isExpiry = reader.uri === WSU && reader.local === "Expires";
      reader.advance();
      if (isExpiry) refuseExpired(from, reader.passedText, clock);
      from.close();
    }
    from.close();
  });
}

function refuseExpired(from: Decoder, written: string, clock: Clock): void {
  const lexical = xsDateTime.fromLexical(written.trim());
  // The profile wants UTC; what says no zone is taken for it.
  const expiresMs =
    lexical === undefined ? NaN : Date.parse(/(Z|[+-]..:..)$/.test(lexical) ? lexical : `${lexical}Z`);
  if (Number.isNaN(expiresMs)) throw from.broken("Not a valid dateTime", "Expires", written);
  if (expiresMs + SKEW_MS_MAX < clock.epochMs())
    throw from.broken("An answer that has expired", "Expires", written);
}
