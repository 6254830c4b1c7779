import { setTimeout as delay } from "node:timers/promises";
import { type Answered, Connection } from "./connection.ts";

/** The next request to send, as it stands on the wire. */
export type NextRequest = () => string;

export interface Answers {
  readonly answered: number;
  /** 503: a server that protects itself says so, on a machine that is busy with other things. */
  readonly refused: number;
  readonly elapsedMs: number;
}

/** As many requests as `connections` clients get answered in `durationMs`, each asking again when it has its answer. */
export async function closedLoop(
  port: number,
  next: NextRequest,
  { connections, durationMs }: { readonly connections: number; readonly durationMs: number },
): Promise<Answers> {
  let answered = 0;
  let refused = 0;
  const started = performance.now();
  const endMs = started + durationMs;
  const clients = Array.from({ length: connections }, async () => {
    const connection = new Connection(port);
    while (performance.now() < endMs) {
      if (isAnswer(await connection.ask(next()))) answered += 1;
      else refused += 1;
    }
    connection.close();
  });
  await Promise.all(clients);
  return { answered, refused, elapsedMs: performance.now() - started };
}

/**
 * Requests that come when they come, whether or not earlier ones are answered. Each latency counts from the moment the
 * request was due: a server that stands still is not spared the ones it kept from being sent.
 */
export async function openLoop(
  port: number,
  next: NextRequest,
  { perSecond, durationMs }: { readonly perSecond: number; readonly durationMs: number },
): Promise<readonly number[]> {
  const idle: Connection[] = [];
  const latenciesMs: number[] = [];
  const pending: Promise<void>[] = [];
  const count = Math.floor((durationMs * perSecond) / 1_000);
  const started = performance.now();

  const askAt = async (dueMs: number) => {
    const connection = idle.pop() ?? new Connection(port);
    if (isAnswer(await connection.ask(next()))) latenciesMs.push(performance.now() - dueMs);
    idle.push(connection);
  };
  for (let sent = 0; sent < count;) {
    const dueMs = started + (sent * 1_000) / perSecond;
    if (performance.now() < dueMs) await delay(1);
    else {
      pending.push(askAt(dueMs));
      sent += 1;
    }
  }
  await Promise.all(pending);
  for (const connection of idle) connection.close();
  return latenciesMs;
}

function isAnswer({ status, body }: Answered): boolean {
  if (status === 200 || status === 503) return status === 200;
  throw new Error(`The server answered ${status}: ${body.slice(0, 300)}`);
}
