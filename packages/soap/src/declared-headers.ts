import type { AnySoapOperation, DeclaredFault, SoapElement } from "./contract.ts";
import type { Decoder } from "./decoder.ts";

/**
 * Looks at one block of the header; `false`: it is none of ours and may be skipped, unless the system `insists` that
 * it be understood.
 */
export type HeaderListener = (from: Decoder, insists: boolean) => boolean;

/** Collects what the contract says may come in the header. */
export class DeclaredHeaders<Output, Fault extends DeclaredFault> {
  fault: Fault | undefined;
  private readonly operation: AnySoapOperation<Output, Fault>;
  private readonly others: HeaderListener;
  private readonly headers = new Map<string, unknown>();

  constructor(operation: AnySoapOperation<Output, Fault>, others: HeaderListener) {
    this.operation = operation;
    this.others = others;
  }

  readonly listener: HeaderListener = (from, insists) => {
    const { receivedHeaders = {}, headerFaults = [] } = this.operation;
    const declared = Object.entries<SoapElement<unknown>>(receivedHeaders);
    for (const [name, { namespace, local, codec }] of declared) {
      if (!from.sees(namespace, local)) continue;
      if (this.headers.has(name)) throw from.broken("A header twice", local);
      this.headers.set(name, from.one(namespace, local, codec));
      return true;
    }
    const fault = headerFaults.find(({ namespace, local }) => from.sees(namespace, local));
    if (fault === undefined) return this.others(from, insists);
    this.fault = from.one(fault.namespace, fault.local, fault);
    return true;
  };

  message(body: unknown): Output {
    const { receivedHeaders } = this.operation;
    const output = receivedHeaders === undefined ? body : { headers: Object.fromEntries(this.headers), body };
    return output as Output;
  }
}
