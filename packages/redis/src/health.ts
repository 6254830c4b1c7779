import { type Clock, events } from "@portico/core";

/** How Redis does, for a readiness page. */
export interface RedisHealth {
  readonly state: "connecting" | "up" | "down";
  /** Why it is down: what the socket or Redis says, in a word. */
  readonly reason: string | undefined;
}

// Three in a row are no accident. After that, one command a second finds out whether it is back.
const FAILURES_MAX = 3;
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

  get isDown(): boolean {
    return this.#state.state === "down";
  }

  /** Whether a command may go: all while up, one a second while not. */
  admits(): boolean {
    return this.#state.state === "up" || (!this.#trying && this.#clock.now() >= this.#retryAtMs);
  }

  begun(): void {
    if (this.#state.state !== "up") this.#trying = true;
  }

  /** The connection stands; the next command shows whether it serves. */
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

  succeeded(): void {
    this.#failures = 0;
    this.#triesSwallowed = 0;
    this.#trying = false;
    this.#become("up", undefined);
  }

  /** Whether the connection is better made anew. */
  failed(reason: string): boolean {
    this.#failures += 1;
    // Of commands that went out together and are late together, none is a try.
    if (this.#trying && reason === "timeout") this.#triesSwallowed += 1;
    this.#trying = false;
    this.#retryAtMs = this.#clock.now() + RETRY_MS;
    if (this.#failures >= FAILURES_MAX || this.#state.state !== "up") this.#become("down", reason);
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
