import { setTimeout as delay } from "node:timers/promises";
import type { Hono } from "hono";
import type { Bindings } from "../edge/edge.ts";
import type { Gate } from "../edge/screen-gate.ts";
import type { OperatorPort } from "../operator/operator-port.ts";
import { type RunningServer, serve, type ServeOptions } from "./serve.ts";

export interface Lifecycle extends ServeOptions {
  /** Where the process says what it does. */
  readonly log: (line: string, fields?: object) => void;
  /** Environment variable that sets the port: named when nobody can listen there. */
  readonly portVariable: string;
  /** Served until the last answer of the app: what is drained can still be looked at. */
  readonly operator?: OperatorPort | undefined;
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
  const { service, host, port, portVariable, gate, operator, log, close, unreadyMs } = lifecycle;
  let ready = true;
  // Clients are let in last, and asked to leave first.
  const listeners: Listener[] = [];
  if (operator !== undefined) {
    const variables = { portVariable: "OPERATOR_PORT", hostVariable: "OPERATOR_HOST" };
    listeners.push({ name: "operators listening", ...variables, ...operator });
  }
  const served = { app: app(() => ready), host, port, ...(gate && { gate }) };
  listeners.push({ name: "listening", portVariable, hostVariable: "HOST", ...served });
  const servers: (RunningServer & { readonly name: string })[] = [];
  for (const listener of listeners) {
    try {
      const { name } = listener;
      servers.push({ name, ...(await serve(listener.app, { service, ...listener })) });
    } catch (error) {
      const reason = whyNot(error, listener);
      if (reason === undefined) throw error;
      process.stderr.write(`${reason}\n`);
      await Promise.all(servers.map((one) => one.drain(0)));
      await close();
      process.exitCode = 1;
      return;
    }
  }
  for (const { name, url } of servers) log(name, { url });

  const stop = async (signal: string) => {
    if (!ready) return;
    ready = false;
    log("stopping", { signal });
    for (const server of servers) server.leave();
    await delay(unreadyMs);
    for (const server of servers.toReversed()) await server.drain(IN_FLIGHT_MS_MAX);
    log("stopped");
    await close();
    process.exit(0);
  };
  process.on("SIGTERM", (signal) => void stop(signal));
  process.on("SIGINT", (signal) => void stop(signal));
}

/** One port the process serves. */
interface Listener extends OperatorPort {
  readonly name: string;
  readonly portVariable: string;
  readonly hostVariable: string;
  readonly gate?: Gate;
}

/** Why nobody can listen there, for whoever set the variables; `undefined` when it is no fault of theirs. */
function whyNot(error: unknown, { port, portVariable, hostVariable }: Listener): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is taken. Set ${portVariable} to a free one.`;
    case "EACCES":
      return `Port ${port} is not open to this user. Set ${portVariable} to another one.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${hostVariable} is no address of this machine. Set it to one, or to 0.0.0.0 for all.`;
    default:
      return undefined;
  }
}
