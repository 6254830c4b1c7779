import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../page/connection.ts";
import type { NextRequest } from "../page/load.ts";

/** One answer. */
export interface Timed {
  /** 0: there was none, and the body says why. */
  readonly status: number;
  readonly body: string;
  /** From when the request was due to the end of its answer. */
  readonly latencyMs: number;
  /** How much of that passed before it was sent: the machine did not let the load run. */
  readonly lateMs: number;
}

export interface PacedOptions {
  readonly perSecond: number;
  readonly durationMs: number;
  /** Connections there are already, as a load balancer has them; others come as they are needed, and stay. */
  readonly through?: Connection[];
}

export interface Paced {
  readonly answers: readonly Timed[];
  /** From the first request that was due to the last answer. */
  readonly elapsedMs: number;
}

/** Requests that come when they come, whether or not earlier ones are answered, and every answer to them. */
export async function paced(
  port: number,
  next: NextRequest,
  { perSecond, durationMs, through }: PacedOptions,
): Promise<Paced> {
  const idle = through ?? [];
  const count = Math.floor((durationMs * perSecond) / 1_000);
  const started = performance.now();
  const askAt = async (dueMs: number): Promise<Timed> => {
    // Used in turn: a server closes what is idle for long.
    let connection = idle.shift();
    while (connection?.isOpen === false) connection = idle.shift();
    connection ??= new Connection(port);
    const lateMs = performance.now() - dueMs;
    try {
      const { status, body } = await connection.ask(next());
      idle.push(connection);
      return { status, body, latencyMs: performance.now() - dueMs, lateMs };
    } catch (error) {
      connection.close();
      return { status: 0, body: String(error), latencyMs: performance.now() - dueMs, lateMs };
    }
  };
  const answers: Promise<Timed>[] = [];
  while (answers.length < count) {
    const dueMs = started + (answers.length * 1_000) / perSecond;
    if (performance.now() < dueMs) await delay(1);
    else answers.push(askAt(dueMs));
  }
  const all = await Promise.all(answers);
  const elapsedMs = performance.now() - started;
  if (through === undefined) for (const connection of idle) connection.close();
  return { answers: all, elapsedMs };
}
