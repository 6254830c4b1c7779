import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { type Clock, systemClock } from "@portico/core";
import { callLedger, type CallReport } from "../call-ledger.ts";
import { seededRandom } from "../seeded-random.ts";
import { type BlackHole, openBlackHole } from "./black-hole.ts";
import { refuseTls, serveConnection } from "./connection.ts";
import { type Fault, type FaultInput, FaultSchema } from "./fault.ts";
import type { Target } from "./upstream.ts";
import { resetSocket } from "./wire.ts";

export interface FaultProxyOptions {
  /** The system behind it, e.g. `http://127.0.0.1:4100`; plain HTTP/1.1. */
  readonly target: string;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** The same number is the same chances and delays, call by call in the order they arrive. Default 1. */
  readonly seed?: number;
  readonly clock?: Clock;
}

/** What has arrived at the proxy since the last reset. `byOperation` counts by the fault that was met, or `passed`. */
export interface ProxyReport extends CallReport {
  /** Connections that were opened. */
  readonly connections: number;
  readonly connectionsOpen: number;
}

/** Stands before a legacy system and does to its callers what networks and dying machines do. */
export interface FaultProxy {
  readonly origin: string;
  readonly port: number;
  fault(): Fault | null;
  /**
   * Holds from the next call on; `null`: all is well again. What already hangs goes on hanging.
   * @throws {z.ZodError} for a fault there is not
   * @throws the listen error, when somebody took the port while it was refusing
   */
  apply(fault: FaultInput | null): Promise<void>;
  report(): ProxyReport;
  resetReport(): void;
  /** Leaves no socket, timer or thread. */
  close(): Promise<void>;
}

/** @throws the listen error, e.g. `EADDRINUSE` */
export async function openFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { host = "127.0.0.1", seed = 1, clock = systemClock } = options;
  const target = targetOf(options.target);
  const random = seededRandom(seed);
  const ledger = callLedger();
  const sockets = new Set<Socket>();
  const calls = new Set<Promise<void>>();
  let connections = 0;
  let fault: Fault | null = null;

  const setting = {
    target,
    clock,
    random,
    drawFault: () => (fault !== null && !isMetOnOpening(fault) && isHit(fault) ? fault : null),
    arrived(met: Fault | null) {
      const ended = ledger.arrived(met?.kind ?? "passed");
      const { promise, resolve } = Promise.withResolvers<void>();
      calls.add(promise);
      return () => {
        ended();
        calls.delete(promise);
        resolve();
      };
    },
  };
  // It happens before there is a question; whoever got as far as asking was not hit.
  const isMetOnOpening = (one: Fault): boolean =>
    one.kind === "tls-failure" || (one.kind === "reset" && one.at === "connect");
  const isHit = (one: Fault): boolean => !("percent" in one) || random() * 100 < one.percent;

  function onConnection(socket: Socket): void {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => void sockets.delete(socket));
    if (fault?.kind === "reset" && fault.at === "connect" && isHit(fault)) resetSocket(socket);
    else if (fault?.kind === "tls-failure") refuseTls(socket);
    else serveConnection(socket, setting);
  }

  let door: Server | undefined;
  let blackHole: BlackHole | undefined;
  const openDoor = async (port: number): Promise<number> => {
    const opening = createServer({ allowHalfOpen: false }, onConnection).listen(port, host);
    await once(opening, "listening");
    door = opening;
    return (opening.address() as AddressInfo).port;
  };
  const closeDoor = async (): Promise<void> => {
    door?.close();
    door = undefined;
    await blackHole?.close();
    blackHole = undefined;
  };
  const port = await openDoor(options.port ?? 0);

  let closed = false;
  async function change(next: Fault | null): Promise<void> {
    fault = next;
    // A script may still be at its last change.
    if (closed) return;
    const wanted = next?.kind === "refuse" || next?.kind === "black-hole" ? next.kind : "open";
    const is = door !== undefined ? "open" : blackHole !== undefined ? "black-hole" : "refuse";
    if (wanted === "refuse") for (const socket of sockets) resetSocket(socket);
    if (wanted === is) return;
    await closeDoor();
    if (wanted === "open") await openDoor(port);
    if (wanted === "black-hole") blackHole = await openBlackHole({ host, port });
  }

  // One change at a time: the next may come while a port is still being opened.
  let changing: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = changing.then(work);
    changing = turn.catch(() => {});
    return turn;
  };

  return {
    origin: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    port,
    fault: () => fault,
    async apply(input) {
      const next = input === null ? null : FaultSchema.parse(input);
      await inTurn(() => change(next));
    },
    report: () => ({ ...ledger.report(), connections, connectionsOpen: sockets.size }),
    resetReport() {
      ledger.reset();
      connections = sockets.size;
    },
    close: () =>
      inTurn(async () => {
        closed = true;
        const gone = [...sockets].map((socket) => once(socket, "close"));
        for (const socket of sockets) socket.destroy();
        await closeDoor();
        await Promise.all([...gone, ...calls]);
      }),
  };
}

function targetOf(origin: string): Target {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol !== "http:") throw new TypeError(`A fault proxy stands before plain HTTP, not ${protocol}`);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) };
}
