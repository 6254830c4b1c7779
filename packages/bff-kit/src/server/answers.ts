import { ServerResponse } from "node:http";

// Enough to wake a reader once for many, few enough that the first of them hardly waits for the last.
const TOGETHER_MAX = 16;

/**
 * What a server answers with: closes its connection once `isLeaving`, and is sent at the end of the event loop's turn,
 * with the other answers of that turn. Sent one by one, each would wake its reader, or the proxy before it, anew: a
 * third of what a remembered page costs.
 */
export function answers(isLeaving: () => boolean) {
  let ended: (() => void)[] = [];
  const send = () => {
    const together = ended;
    ended = [];
    for (const one of together) one();
  };

  return class Answer extends ServerResponse {
    override writeHead(status: number, ...head: unknown[]): this {
      if (isLeaving()) this.shouldKeepAlive = false;
      return super.writeHead(status, ...(head as []));
    }

    /** Node puts an answer's head before all that waits with it for the socket, and this would come to stand in its body. */
    override writeContinue(callback?: () => void): void {
      if (this.socket !== null) super.writeContinue(callback);
      else
        this.once("socket", () => {
          if (!this.headersSent) super.writeContinue(callback);
        });
    }

    override end(...last: unknown[]): this {
      const count = ended.push(() => super.end(...(last as [])));
      if (count === 1) setImmediate(send);
      else if (count === TOGETHER_MAX) send();
      return this;
    }
  };
}
