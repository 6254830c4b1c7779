import type { Clock } from "@portico/core";
import type { Client } from "./client.ts";

// Refused, as by an access list, we ask again: a new connection each time would be dozens a second.
const RETRY_MS = 1_000;

/** A connection given over to one channel: it subscribes anew each time it is connected. */
export class Subscription {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #onListening: () => void;
  #listening = false;
  #cancelRetry = () => {};

  constructor(
    client: Client,
    clock: Clock,
    channel: string,
    onMessage: (message: string) => void,
    onListening: () => void,
  ) {
    this.#client = client;
    this.#clock = clock;
    this.#onListening = onListening;
    // Whether Redis is well is found out, and said, by the connection that commands go through.
    client.on("error", () => {});
    client.on("close", () => {
      this.#listening = false;
      this.#cancelRetry();
    });
    client.on("message", (_, message: string) => onMessage(message));
    client.on("ready", () => void this.#subscribe(channel));
  }

  /** Tells that it listens, if it does. */
  tell(): void {
    if (this.#listening) this.#onListening();
  }

  end(): void {
    this.#cancelRetry();
    this.#client.disconnect();
  }

  async #subscribe(channel: string): Promise<void> {
    try {
      await this.#client.subscribe(channel);
      this.#listening = true;
      this.tell();
    } catch {
      if (this.#client.status !== "ready") return;
      this.#cancelRetry = this.#clock.after(RETRY_MS, () => void this.#subscribe(channel));
    }
  }
}
