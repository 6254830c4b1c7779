import type { Client } from "./client.ts";

/** A connection given over to one channel: it subscribes anew each time it is connected. */
export class Subscription {
  readonly #client: Client;
  readonly #onListening: () => void;
  #listening = false;

  constructor(
    client: Client,
    channel: string,
    onMessage: (message: string) => void,
    onListening: () => void,
  ) {
    this.#client = client;
    this.#onListening = onListening;
    // Whether Redis is well is found out, and said, by the connection that commands go through.
    client.on("error", () => {});
    client.on("close", () => (this.#listening = false));
    client.on("message", (_, message: string) => onMessage(message));
    client.on("ready", () => void this.#subscribe(channel));
  }

  /** Tells that it listens, if it does. */
  tell(): void {
    if (this.#listening) this.#onListening();
  }

  end(): void {
    this.#client.disconnect();
  }

  async #subscribe(channel: string): Promise<void> {
    try {
      await this.#client.subscribe(channel);
      this.#listening = true;
      this.tell();
    } catch {
      this.#client.disconnect(true);
    }
  }
}
