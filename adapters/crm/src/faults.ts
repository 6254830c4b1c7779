import { BackendUnavailable } from "@portico/core";
import { isFaultOf, SoapFault } from "@portico/soap";
import { crmContract } from "../generated/crm.gen.ts";

const { LeseKunde } = crmContract.operations;

/**
 * What a fault of `LeseKunde` means to us: `null` for "there is no such customer".
 * @throws the closed list's error for everything else
 */
export function toAnswer(error: unknown): null {
  if (isFaultOf(LeseKunde, error)) {
    switch (error.detail?.name) {
      case "KundeNichtGefunden":
        return null;
      // A clerk or the nightly batch (02:00-02:20) holds the row. Waiting helps.
      case "KundeGesperrt":
        throw new BackendUnavailable("The customer's row is locked.", { cause: error });
      case undefined:
        break;
    }
  }
  if (error instanceof SoapFault && error.blamesServer) {
    throw new BackendUnavailable("The CRM failed.", { cause: error });
  }
  throw error;
}
