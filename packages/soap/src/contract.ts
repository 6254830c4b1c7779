import type { CallContext } from "@portico/core";
import type { Codec } from "./codec.ts";
import type { Reads } from "./decoder.ts";
import type { Namespace } from "./namespace.ts";

export type SoapVersion = "1.1" | "1.2";

/** What the body of a message holds. */
export interface SoapElement<T> {
  readonly namespace: Namespace;
  readonly local: string;
  readonly codec: Codec<T>;
}

/** A refusal the contract announces, told apart by `name`. */
export interface DeclaredFault {
  readonly name: string;
  readonly value: unknown;
}

/** What the detail of a declared fault holds. */
export interface FaultElement<Fault extends DeclaredFault> extends Reads<Fault> {
  readonly namespace: Namespace;
  readonly local: string;
}

/** One question a contract knows. Input and output are what is inside the body's element: for the wrapped style, the parameters. */
export interface SoapOperation<Input, Output, Fault extends DeclaredFault> {
  readonly name: string;
  readonly action: string;
  readonly input: SoapElement<Input>;
  readonly output: SoapElement<Output>;
  readonly faults: readonly FaultElement<Fault>[];
}

/** One service as its WSDL describes it, compiled. */
export interface SoapContract {
  readonly version: SoapVersion;
  /** All that requests may use; their prefixes are distinct. */
  readonly namespaces: readonly Namespace[];
  readonly operations: Readonly<Record<string, SoapOperation<unknown, unknown, DeclaredFault>>>;
}

/** One method per operation. Rejects with a `BackendError`, or with `SoapInputInvalid` before anything is sent. */
export type SoapClient<Contract extends SoapContract> = {
  readonly [Name in keyof Contract["operations"]]: Contract["operations"][Name] extends SoapOperation<
    infer Input,
    infer Output,
    infer _Fault
  >
    ? (input: Input, call: CallContext) => Promise<Output>
    : never;
};
