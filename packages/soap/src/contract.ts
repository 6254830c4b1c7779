import type { CallContext } from "@portico/core";
import type { Codec } from "./codec.ts";
import type { Reads } from "./decoder.ts";
import type { Namespace, SoapVersion } from "./namespace.ts";

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

/** What the detail of a declared fault holds, or a header that says what was wrong with a header. */
export interface FaultElement<Fault extends DeclaredFault> extends Reads<Fault> {
  readonly namespace: Namespace;
  readonly local: string;
  /** The type by which an encoded detail is known too, whatever its element is called. */
  readonly type?: { readonly namespace: Namespace; readonly local: string };
}

/** The header blocks a message may have, by the property that holds each. */
export type HeaderElements<Headers> = {
  readonly [Name in keyof Headers]-?: SoapElement<Exclude<Headers[Name], undefined>>;
};

/**
 * One question a contract knows. Input and output are what is inside the body's element: for the wrapped style, the
 * parameters; for rpc, the parts. `SentHeaders` and `ReceivedHeaders` are `never` where the contract declares none.
 */
export interface SoapOperation<
  Input,
  Output,
  Fault extends DeclaredFault,
  SentHeaders = never,
  ReceivedHeaders = never,
> {
  readonly name: string;
  /** Of the HTTP header or the content type; `""`: none. */
  readonly action: string;
  /** Of WS-Addressing, where it is another. */
  readonly addressingAction?: string;
  /** `undefined`: the body is empty. */
  readonly input: SoapElement<Input> | undefined;
  /** `undefined`: the body is empty, or there is no answer. */
  readonly output: SoapElement<Output> | undefined;
  readonly faults: readonly FaultElement<Fault>[];
  /** Nothing but an acknowledgement ever comes back. */
  readonly oneWay?: true;
  /** Values may refer to each other and say their types (SOAP 1.1 §5, SOAP 1.2 part 2 §3). */
  readonly encoded?: true;
  readonly sentHeaders?: HeaderElements<SentHeaders>;
  readonly receivedHeaders?: HeaderElements<ReceivedHeaders>;
  /** Those that come in a header of the fault message. */
  readonly headerFaults?: readonly FaultElement<Fault>[];
}

/** Any operation, for code that works on all of them. */
export type AnySoapOperation<Output = unknown, Fault extends DeclaredFault = DeclaredFault> = SoapOperation<
  unknown,
  Output,
  Fault,
  unknown,
  unknown
>;

export type AddressingVersion = "1.0" | "2004/08";

/** One service as its WSDL describes it, compiled. */
export interface SoapContract {
  readonly version: SoapVersion;
  /** The WS-Addressing headers the WSDL asks for. */
  readonly addressing?: AddressingVersion;
  /** The WSDL takes nothing but MTOM. */
  readonly mtom?: boolean;
  /** All that requests may use; their prefixes are distinct. */
  readonly namespaces: readonly Namespace[];
  readonly operations: Readonly<Record<string, AnySoapOperation>>;
}

/** A message of an operation that declares headers. */
export interface SoapMessage<Headers, Body> {
  readonly headers: Headers;
  readonly body: Body;
}

// Of a contract that is not known before it runs, neither is the shape of its messages.
type WithHeaders<Headers, Body> = [Headers] extends [never]
  ? Body
  : unknown extends Headers
    ? Body
    : SoapMessage<Headers, Body>;

/**
 * One method per operation. Rejects with a `BackendError`, or with `SoapInputInvalid` before anything is sent. Where
 * the contract declares headers, a message is `{ headers, body }`.
 */
export type SoapClient<Contract extends SoapContract> = {
  readonly [Name in keyof Contract["operations"]]: Contract["operations"][Name] extends SoapOperation<
    infer Input,
    infer Output,
    infer _Fault,
    infer SentHeaders,
    infer ReceivedHeaders
  >
    ? (
        input: WithHeaders<SentHeaders, Input>,
        call: CallContext,
      ) => Promise<WithHeaders<ReceivedHeaders, Output>>
    : never;
};
