import type { BackendErrorCode, Clock, Identity } from "@portico/core";
import type { OperationDefinition } from "../operation.ts";

/** What the suite needs of a simulator; those made with mock-kit have it. */
export interface SimulatedSystem {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly scenarios: readonly { readonly name: string }[];
  switchTo(choice: { readonly name: string; readonly [parameter: string]: unknown }): unknown;
  calls(): { readonly total: number; readonly inFlight: number };
  resetCalls(): void;
}

/** A fetch handler on a real port of this machine. */
export interface ServedSystem {
  readonly origin: string;
  close(): Promise<void>;
}

export type InputOf<Definition> =
  Definition extends OperationDefinition<infer _Client, infer Input, infer _Output> ? Input : never;

export interface ConformanceOptions<Config, Operations> {
  /** The system as it is on a good day, on the clock it is given. */
  readonly simulator: (clock: Clock) => SimulatedSystem;
  /** Puts it on a real port: `serveFetch` of mock-kit. */
  readonly serve: (handler: (request: Request) => Promise<Response>) => Promise<ServedSystem>;
  /** How the adapter reaches the system at `origin`. Texts in it that are no URL are taken for secrets. */
  readonly config: (origin: string) => Config;
  /** Questions the system has an answer to on a good day; the first of each is also asked on the bad ones. */
  readonly healthy: {
    readonly [Name in keyof Operations]: readonly [InputOf<Operations[Name]>, ...InputOf<Operations[Name]>[]];
  };
  /** Questions about what does not exist: their answer is `null` or an empty list, not an error. */
  readonly notFound?: {
    readonly [Name in keyof Operations]?: readonly InputOf<Operations[Name]>[];
  };
  /**
   * What the system's own bad days are to us: `fault` and those only this system has. The standard ones mean the same
   * for every adapter and are always tried.
   */
  readonly failures: { readonly fault: BackendErrorCode } & Readonly<Record<string, BackendErrorCode>>;
  /** Who asks. Default: customer 100001. */
  readonly identity?: Identity;
}
