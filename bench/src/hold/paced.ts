import { setTimeout as delay } from "node:timers/promises";
import { Connection } from "../page/connection.ts";
import type { NextRequest } from "../page/load.ts";

const SETTLE_MS = 200;

/** One answer. */
export interface Timed {
  /** 0: there was none, and the body says why. */
  readonly status: number;
  readonly body: string;
  /** From when the request was due to the end of its answer. */
  readonly latencyMs: number;
}

export interface PacedOptions {
  readonly perSecond: number;
  readonly durationMs: number;
  /** Connections there are from the start, as a load balancer has them; others come as they are needed. */
  readonly opened?: number;
}

/** Requests that come when they come, whether or not earlier ones are answered, and every answer to them. */
export async function paced(
  port: number,
  next: NextRequest,
  { perSecond, durationMs, opened = 0 }: PacedOptions,
): Promise<readonly Timed[]> {
  const idle = Array.from({ length: opened }, () => new Connection(port));
  await delay(SETTLE_MS);
  const count = Math.floor((durationMs * perSecond) / 1_000);
  const started = performance.now();
  const askAt = async (dueMs: number): Promise<Timed> => {
    const connection = idle.pop() ?? new Connection(port);
    try {
      const { status, body } = await connection.ask(next());
      idle.push(connection);
      return { status, body, latencyMs: performance.now() - dueMs };
    } catch (error) {
      connection.close();
      return { status: 0, body: String(error), latencyMs: performance.now() - dueMs };
    }
  };
  const answers: Promise<Timed>[] = [];
  while (answers.length < count) {
    const dueMs = started + (answers.length * 1_000) / perSecond;
    if (performance.now() < dueMs) await delay(1);
    else answers.push(askAt(dueMs));
  }
  const all = await Promise.all(answers);
  for (const connection of idle) connection.close();
  return all;
}
