import type { Socket } from "node:net";
import type { Clock } from "@portico/core";
import { hang, wait } from "../wait.ts";

/** The client's end of a connection, in the hands of a fault. Every wait ends when the client leaves. */
export interface Wire {
  /** Fires when the connection is gone, whoever ended it. */
  readonly signal: AbortSignal;
  /** Resolves when the bytes are with the kernel: a reset comes after them and not instead of them. */
  send(bytes: Uint8Array | string): Promise<void>;
  pause(delayMs: number): Promise<void>;
  hang(): Promise<never>;
  /** Sends what is left and closes in an orderly way. */
  end(): void;
  reset(): void;
  /** Nothing can be sent any more: it was ended or reset. */
  isOver(): boolean;
}

export function wireOf(socket: Socket, clock: Clock): Wire {
  const gone = new AbortController();
  socket.once("close", () => gone.abort(new ConnectionGone()));
  const { signal } = gone;
  return {
    signal,
    send: (bytes) =>
      new Promise((resolve, reject) => {
        if (signal.aborted || socket.writableEnded) {
          reject(new ConnectionGone());
          return;
        }
        socket.write(bytes, "latin1" as const, (error) => (error ? reject(new ConnectionGone()) : resolve()));
      }),
    pause: (delayMs) => wait(delayMs, clock, signal),
    hang: () => hang(signal),
    end: () => void socket.end(),
    reset: () => resetSocket(socket),
    isOver: () => socket.writableEnded || socket.destroyed,
  };
}

/** Resets, unless the goodbye is on its way already: libuv refuses then, and Node forgets the socket without closing it. */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** Nobody is there to be answered any more. */
class ConnectionGone extends Error {
  readonly code = "connection_gone";

  constructor() {
    super("The connection is gone.");
  }
}
