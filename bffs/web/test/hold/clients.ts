import { Agent, get, type IncomingMessage } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
}

/** A client with one connection, which it keeps for as long as the server does. */
export function openClient(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    /** @throws what the connection failed with, also in the middle of an answer */
    ask: (path: string, user = "100001"): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const asked = get(`${url}${path}`, { agent, headers: { "x-portico-user": user } }, (answer) => {
          answer.on("error", reject);
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
          answer.resume();
        });
        asked.on("error", reject);
      }),
    close: () => agent.destroy(),
  };
}
