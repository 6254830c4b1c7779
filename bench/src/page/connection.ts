import { connect, type Socket } from "node:net";

export interface Answered {
  readonly status: number;
  readonly body: string;
}

/**
 * A keep-alive connection that asks one thing at a time. Much cheaper than an HTTP client, which would take the second
 * core from the backends: it reads the status, the announced length, and no other header.
 */
export class Connection {
  readonly #socket: Socket;
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #expectedBytes = Infinity;
  #settle: { resolve: (answered: Answered) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#onData(chunk));
    const fail = (error: Error) => this.#settle?.reject(error);
    this.#socket.on("error", fail);
    this.#socket.on("close", () => fail(new Error("The server closed the connection.")));
  }

  /** Whether the server has not closed it. */
  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Sends a request as it stands on the wire. */
  ask(request: string): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request, "latin1");
    });
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    this.#unread.push(chunk);
    this.#unreadBytes += chunk.length;
    if (this.#expectedBytes === Infinity) this.#readHead();
    if (this.#unreadBytes < this.#expectedBytes) return;
    const answer = Buffer.concat(this.#unread).toString("latin1");
    this.#unread = [];
    this.#unreadBytes = 0;
    this.#expectedBytes = Infinity;
    this.#settle?.resolve({
      status: Number(answer.slice(9, 12)),
      body: answer.slice(answer.indexOf("\r\n\r\n") + 4),
    });
  }

  #readHead(): void {
    const start = Buffer.concat(this.#unread);
    const end = start.indexOf("\r\n\r\n");
    if (end === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(start.toString("latin1", 0, end))?.[1];
    if (length !== undefined) this.#expectedBytes = end + 4 + Number(length);
    // A stream ends with its last chunk.
    else if (start.subarray(-5).equals(LAST_CHUNK)) this.#expectedBytes = start.length;
  }
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");
