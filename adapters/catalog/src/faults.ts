import { BackendOverloaded, BackendRejected, BackendUnavailable } from "@portico/core";
import type { HttpAnswer } from "@portico/http";
import { ErrorWireSchema } from "./wire.ts";

/** The catalog knows no such SKU. Not an outage: operations answer `null`. */
export class UnknownSku extends BackendRejected {}

/** The proxy in front of the catalog speaks in statuses; the catalog itself always says 200. */
export function throwForStatus({ status, headers }: HttpAnswer): void {
  if (status === 200) return;
  if (status === 429 || status === 503) {
    const seconds = Number(headers["retry-after"]);
    throw new BackendOverloaded(`The catalog's proxy answered ${status}.`, {
      ...(Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
    });
  }
  if (status >= 500) throw new BackendUnavailable(`The catalog's proxy answered ${status}.`);
  throw new BackendRejected(`The catalog's proxy answered ${status}.`);
}

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
