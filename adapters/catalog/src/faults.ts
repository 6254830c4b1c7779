import { BackendOverloaded, BackendRejected, BackendUnavailable, ContractBroken } from "@portico/core";
import type { HttpAnswer } from "@portico/http";
import { ErrorWireSchema } from "./wire.ts";

/** The catalog knows no such SKU. Not an outage: operations answer `null`. */
export class UnknownSku extends BackendRejected {}

/** The proxy in front of the catalog speaks in statuses; the catalog itself always says 200. */
export function throwForStatus({ status, headers }: HttpAnswer): void {
  if (status === 200) return;
  const message = `The catalog's proxy answered ${status}.`;
  if (status === 429 || status === 503) {
    throw new BackendOverloaded(message, retryAfter(headers["retry-after"]));
  }
  if (status >= 500) throw new BackendUnavailable(message);
  if (status >= 400) throw new BackendRejected(message);
  throw new ContractBroken(message);
}

/** Up to eleven days, in whole seconds; the proxy sends no dates. */
const retryAfter = (header: string | undefined) =>
  header !== undefined && /^\d{1,6}$/.test(header) ? { retryAfterMs: Number(header) * 1_000 } : {};

/** 200 with `{"status":"ERR"}` is how the catalog says no. */
export function throwForEnvelope(body: unknown): void {
  const parsed = ErrorWireSchema.safeParse(body);
  if (!parsed.success) return;
  switch (parsed.data.error.code) {
    case "E404":
      throw new UnknownSku("The catalog has no such product.");
    // The nightly import holds the database (02:00-02:10). Waiting helps.
    case "E503":
      throw new BackendUnavailable("The catalog's database is locked.");
    // E400 and E401 are ours to mend: a bad parameter, a wrong key. So is a code nobody told us about.
    default:
      throw new BackendRejected("The catalog refused the question.");
  }
}
