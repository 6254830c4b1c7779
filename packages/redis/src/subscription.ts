import type { Client } from "./client.ts";

/** Gives `client` over to one channel: it subscribes anew each time it is connected. The answer ends it. */
export function listenTo(
  client: Client,
  channel: string,
  onMessage: (message: string) => void,
  onListening: () => void,
): () => void {
  // Whether Redis is well is found out, and said, by the connection that commands go through.
  client.on("error", () => {});
  client.on("message", (_, message: string) => onMessage(message));
  client.on("ready", () => {
    client.subscribe(channel).then(onListening, () => client.disconnect(true));
  });
  return () => client.disconnect();
}
