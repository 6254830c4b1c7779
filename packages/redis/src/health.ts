import { type Clock, events } from "@portico/core";

/** How Redis does, for a readiness page. */
export interface RedisHealth {
  readonly state: "connecting" | "up" | "down";
  /** Why it is down: what the socket or Redis says, in a word. */
  readonly reason: string | undefined;
}

// Three in a row are no accident. After that, one try a second finds out whether it is back.
const FAILURES_MAX = 3;
// Nor is what Redis says when it takes no writes.
const TAKES_NO_WRITES: ReadonlySet<string> = new Set(["READONLY", "OOM", "MISCONF", "NOREPLICAS"]);
const RETRY_MS = 1_000;
// Two tries that were swallowed: the socket itself is dead.
const DEAD_TRIES = 2;

/** A circuit of its own for Redis, lighter than a breaker: up, or down with one try a second. Says each change once. */
export class Health {
  readonly #clock: Clock;
  #state: RedisHealth = { state: "connecting", reason: undefined };
  #failures = 0;
  #trying = false;
  #triesSwallowed = 0;
  #retryAtMs = 0;
  readonly #onUp: () => void;
  #closed = false;

  /** @param onUp called each time Redis serves again */
  constructor(clock: Clock, onUp: () => void) {
    this.#clock = clock;
    this.#onUp = onUp;
  }

  get state(): RedisHealth {
    return this.#state;
  }

  /** Whether one may go: any command while up, one try a second while not. */
  admits(): boolean {
    return this.#state.state === "up" || (!this.#trying && this.#clock.now() >= this.#retryAtMs);
  }

  /** Whether the command that begins is a try. */
  begun(): boolean {
    if (this.#state.state === "up") return false;
    this.#trying = true;
    return true;
  }

  /** The connection stands; the next try shows whether it serves. */
  connected(): void {
    this.#trying = false;
    this.#retryAtMs = 0;
    this.#failures = 0;
    this.#triesSwallowed = 0;
  }

  /** The connection is gone, or was never there. */
  lost(reason: string): void {
    this.#trying = false;
    this.#become("down", reason);
  }

  succeeded(isTry: boolean): void {
    // It was on its way when another one failed.
    if (!isTry && this.#state.state !== "up") return;
    this.#failures = 0;
    this.#triesSwallowed = 0;
    this.#trying = false;
    this.#become("up", undefined);
  }

  /** Whether the connection is better made anew. */
  failed(reason: string, isTry: boolean): boolean {
    this.#failures += 1;
    // Of commands that went out together and are late together, none is a try.
    if (isTry && reason === "timeout") this.#triesSwallowed += 1;
    if (isTry) this.#trying = false;
    this.#retryAtMs = this.#clock.now() + RETRY_MS;
    if (this.#failures >= FAILURES_MAX || TAKES_NO_WRITES.has(reason) || this.#state.state !== "up")
      this.#become("down", reason);
    return this.#triesSwallowed >= DEAD_TRIES;
  }

  close(): void {
    this.#closed = true;
  }

  #become(state: "up" | "down", reason: string | undefined): void {
    if (this.#state.state === state || this.#closed) return;
    this.#state = { state, reason };
    if (events.connection.listened) events.connection.publish({ connection: "redis", state, reason });
    if (state === "up") this.#onUp();
  }
}
