import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

interface Connection {
  /** Not there any more once it is closed: sets that many come to and go from keep what was in them for long. */
  socket: Socket | undefined;
  /** Answers under way, each until its last byte has left. */
  owed: number;
  /** The request that came last. */
  latest: IncomingMessage | undefined;
  /** What had been read when it was answered last. */
  bytesAnswered: number;
  /** It was owed nothing, and had asked for nothing, when that was looked at last. */
  isSilent: boolean;
}

/**
 * What the connections of a server are at. Node takes an answer for sent as soon as it has ended, and would close the
 * connection of one that a slow client is still reading.
 */
export class Connections {
  readonly #open = new Set<Connection>();
  readonly #bySocket = new WeakMap<Socket, Connection>();

  constructor(server: Server) {
    server.on("connection", (socket) => {
      const connection: Connection = {
        socket,
        owed: 0,
        latest: undefined,
        bytesAnswered: 0,
        isSilent: false,
      };
      this.#open.add(connection);
      this.#bySocket.set(socket, connection);
      socket.once("close", () => {
        this.#open.delete(connection);
        connection.socket = undefined;
        connection.latest = undefined;
      });
    });
    server.on("request", (incoming, outgoing) => {
      const { socket } = incoming;
      const connection = this.#bySocket.get(socket);
      if (connection === undefined) return;
      connection.owed += 1;
      connection.latest = incoming;
      outgoing.once("close", () => {
        connection.owed -= 1;
        connection.bytesAnswered = socket.bytesRead;
      });
    });
    // `server.close()` asks for it as well.
    server.closeIdleConnections = () => this.closeIdle();
  }

  /** Whether requests that came on it are not answered yet. */
  owes(socket: Socket): boolean {
    return (this.#bySocket.get(socket)?.owed ?? 0) > 0;
  }

  /** Whether what comes on it is the rest of a request that was answered already. */
  hasAnswered(socket: Socket): boolean {
    const connection = this.#bySocket.get(socket);
    return connection?.owed === 0 && connection.latest?.complete === false;
  }

  /** Closes those on which all that came was answered. */
  closeIdle(): void {
    this.#closeWhere(({ bytesAnswered }, { bytesRead }) => bytesAnswered > 0 && bytesRead === bytesAnswered);
  }

  /** The same, and those that ask for nothing from one call to the next, or go on with what was answered. */
  closeSilent(): void {
    this.#closeWhere((connection, { bytesRead }) => {
      const { bytesAnswered, latest, isSilent } = connection;
      connection.isSilent = bytesRead === bytesAnswered || latest?.complete === false;
      return isSilent && connection.isSilent;
    });
  }

  #closeWhere(isDone: (connection: Connection, socket: Socket) => boolean): void {
    for (const connection of this.#open) {
      const { socket, owed } = connection;
      if (socket !== undefined && owed === 0 && isDone(connection, socket)) socket.destroy();
    }
  }
}
