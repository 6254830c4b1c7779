import type { Clock } from "@portico/core";
import type { Cluster, Redis } from "ioredis";
import { type Client, connectToNode } from "./client.ts";

// Refused, as by an access list, we ask again: a new connection each time would be dozens a second.
const RETRY_MS = 1_000;

/** A connection given over to one channel: it subscribes anew each time it is connected. */
export class Subscription {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #channel: string;
  readonly #onMessage: (message: string) => void;
  readonly #onListening: () => void;
  /** The one that is listened to. */
  #connection: Redis | undefined;
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
    this.#channel = channel;
    this.#onMessage = onMessage;
    this.#onListening = onListening;
    if ("nodes" in client) {
      client.on("error", () => {});
      client.on("ready", () => this.#hearNode(client));
    } else {
      this.#hear(client);
    }
  }

  /** Tells that it listens, if it does. */
  tell(): void {
    if (this.#listening) this.#onListening();
  }

  /** For when a connection to the same server was found to lead nowhere: who only listens would never find out. */
  connectAnew(): void {
    this.#connection?.disconnect(true);
  }

  end(): void {
    this.#cancelRetry();
    this.#client.disconnect();
    this.#connection?.disconnect();
  }

  #hear(connection: Redis): void {
    this.#connection = connection;
    // Whether Redis is well is found out, and said, by the connection that commands go through.
    connection.on("error", () => {});
    connection.on("close", () => {
      if (this.#connection !== connection) return;
      this.#listening = false;
      this.#cancelRetry();
    });
    connection.on("message", (_, message: string) => this.#onMessage(message));
    connection.on("ready", () => void this.#subscribe(connection));
  }

  /**
   * What is published on one node is heard on all of them. The connection a cluster's client has for channels is made
   * anew without a word: nobody would know that messages were lost.
   */
  #hearNode(cluster: Cluster): void {
    this.#cancelRetry();
    this.#connection?.disconnect();
    const retry = () => {
      if (cluster.status === "ready")
        this.#cancelRetry = this.#clock.after(RETRY_MS, () => this.#hearNode(cluster));
    };
    const node = connectToNode(cluster, this.#clock);
    if (node === undefined) return retry();
    this.#hear(node);
    node.on("end", () => {
      if (this.#connection === node) retry();
    });
  }

  async #subscribe(connection: Redis): Promise<void> {
    try {
      await connection.subscribe(this.#channel);
      this.#listening = true;
      this.tell();
    } catch {
      if (connection.status !== "ready") return;
      this.#cancelRetry = this.#clock.after(RETRY_MS, () => void this.#subscribe(connection));
    }
  }
}
