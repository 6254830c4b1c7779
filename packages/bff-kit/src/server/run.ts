import { setTimeout as delay } from "node:timers/promises";
import type { Hono } from "hono";
import type { Bindings } from "../edge/edge.ts";
import { type RunningServer, serve, type ServeOptions } from "./serve.ts";

export interface Lifecycle extends ServeOptions {
  /** Where the process says what it does. */
  readonly log: (line: string, fields?: object) => void;
  /** Environment variable that sets the port: named when the port is taken. */
  readonly portVariable: string;
  /** Closes what the app holds, after the last answer. */
  readonly close: () => Promise<void>;
  /** How long readiness says no before the listener closes, so that load balancers notice. */
  readonly unreadyMs: number;
}

const IN_FLIGHT_MS_MAX = 10_000;

/**
 * A BFF as a process: listens, and on SIGTERM or SIGINT turns unready, finishes what is in flight and exits 0.
 * @param app is given how to tell whether new requests are welcome
 */
export async function run(
  app: (ready: () => boolean) => Hono<Bindings>,
  lifecycle: Lifecycle,
): Promise<void> {
  const { service, host, port, portVariable, log, close, unreadyMs } = lifecycle;
  let ready = true;
  let server: RunningServer;
  try {
    server = await serve(
      app(() => ready),
      { service, host, port },
    );
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    process.stderr.write(`Port ${port} is taken. Set ${portVariable} to a free one.\n`);
    await close();
    process.exitCode = 1;
    return;
  }
  log("listening", { url: server.url });

  const stop = async (signal: string) => {
    if (!ready) return;
    ready = false;
    log("stopping", { signal });
    server.leave();
    await delay(unreadyMs);
    await server.drain(IN_FLIGHT_MS_MAX);
    log("stopped");
    await close();
    process.exit(0);
  };
  process.on("SIGTERM", (signal) => void stop(signal));
  process.on("SIGINT", (signal) => void stop(signal));
}
