import { channel } from "node:diagnostics_channel";
import { inspect } from "node:util";
import type { BackendErrorCode } from "./errors.ts";
import type { CallContext } from "./call.ts";
import type { CircuitOrder, CircuitReason, CircuitState } from "./circuit.ts";

/** One call as the backend saw it: caches and breakers are above this, so what they spare is not in here. */
export interface BackendCallEvent {
  readonly call: CallContext;
  readonly system: string;
  readonly operation: string;
  readonly outcome: "ok" | BackendErrorCode | "internal_error";
  readonly durationMs: number;
  /** `undefined` when the outcome is `ok`. */
  readonly error: unknown;
}

/** A call that our own protection refused before it reached the backend. */
export interface CallRefusedEvent {
  readonly call: CallContext;
  readonly system: string;
  readonly operation: string;
  readonly reason: "circuit_open" | "bulkhead_full";
}

export interface BreakerStateEvent {
  readonly system: string;
  readonly operation: string;
  readonly state: CircuitState;
  /** `began`: there is such a circuit from now on, closed. Nothing has changed. */
  readonly reason: CircuitReason | "began";
  /** Set when a person ordered it. */
  readonly order: CircuitOrder | undefined;
}

/** A question that was put to a system a second time, or was not because the budget for that is spent. */
export interface SecondTryEvent {
  readonly call: CallContext;
  readonly system: string;
  readonly operation: string;
  /** `retry`: the first try failed; `hedge`: it took long. */
  readonly kind: "retry" | "hedge";
  readonly begun: boolean;
}

/** What we let one system do at a time has changed, because of how it answers. */
export interface ConcurrencyLimitEvent {
  readonly system: string;
  readonly limit: number;
}

export interface CacheEvent {
  readonly call: CallContext;
  readonly system: string;
  readonly operation: string;
  /**
   * `refreshing`: served while it is asked anew behind; `joined`: another caller had already asked the same; `stale`:
   * served because the system failed. `shared` comes after a `miss` that another replica's answer saved from the system.
   */
  readonly result: "fresh" | "refreshing" | "miss" | "joined" | "shared" | "stale";
}

/** A person had answers forgotten. */
export interface CachePurgeEvent {
  readonly service: { readonly name: string };
  readonly requestId: string;
  readonly traceId: string;
  readonly tags: readonly string[];
  /** `false`: the other replicas have not been told yet. */
  readonly everywhere: boolean;
  readonly who: string;
  readonly why: string;
}

/** Something all replicas share, such as Redis, was lost or is back. Calls go on without it. */
export interface ConnectionEvent {
  readonly connection: string;
  readonly state: "up" | "down";
  /** Why it is down, in a word: what the socket or the server said. */
  readonly reason: string | undefined;
}

export interface SectionEvent {
  readonly call: CallContext;
  readonly screen: string;
  readonly section: string;
  readonly state: "fresh" | "stale" | "partial" | "unavailable";
  readonly reason: string | undefined;
  /** Set when the reason is a fault of ours (`internal_error`), for the log. */
  readonly error: unknown;
}

export interface RequestEvent {
  readonly service: { readonly name: string };
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  /** The route's pattern, e.g. `/v1/orders/{orderId}`; `unmatched` when there is none. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** The problem's code when the answer is a problem. */
  readonly problem: string | undefined;
  /** Set when the answer is a 500, for the log. */
  readonly error: unknown;
}

const typed = <Message>(name: string) => {
  const named = channel(name);
  return {
    /** Whether publishing is worth building a message for. */
    get listened(): boolean {
      return named.hasSubscribers;
    },
    publish: (message: Message): void => named.publish(message),
    /**
     * Calls `listen` for each message until the answer is called. A listener that throws harms nobody: what it threw
     * first becomes a process warning.
     */
    subscribe(listen: (message: Message) => void): () => void {
      let warned = false;
      const listener = (message: unknown) => {
        try {
          listen(message as Message);
        } catch (error) {
          // Left to the channel, it would end the process as an uncaught exception.
          if (!warned)
            process.emitWarning(`A listener on ${name} threw: ${inspect(error)}`, "PorticoWarning");
          warned = true;
        }
      };
      named.subscribe(listener);
      return () => {
        named.unsubscribe(listener);
      };
    },
  };
};

/**
 * Where capabilities and kits report what happened. Nobody calls a logger or a counter: `observability` subscribes,
 * and so may a test or a console.
 */
export const events = {
  backendCall: typed<BackendCallEvent>("portico:backend-call"),
  callRefused: typed<CallRefusedEvent>("portico:call-refused"),
  breakerState: typed<BreakerStateEvent>("portico:breaker-state"),
  secondTry: typed<SecondTryEvent>("portico:second-try"),
  concurrencyLimit: typed<ConcurrencyLimitEvent>("portico:concurrency-limit"),
  cache: typed<CacheEvent>("portico:cache"),
  cachePurge: typed<CachePurgeEvent>("portico:cache-purge"),
  connection: typed<ConnectionEvent>("portico:connection"),
  section: typed<SectionEvent>("portico:section"),
  request: typed<RequestEvent>("portico:request"),
};
