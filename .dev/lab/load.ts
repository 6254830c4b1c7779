import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "undici";
import type { Sample } from "./lab-run.ts";
import type { LabScript } from "./lab-script.ts";
import { type Question, questionsOf } from "./questions.ts";

// A BFF that answers nothing for a minute is broken; the lab must not break with it.
const IN_FLIGHT_MAX = 4_096;
const ANSWER_MS_MAX = 20_000;

/**
 * Asks at a steady rate, answered or not ("open loop"). Latency counts from the moment a request was due, so that a
 * server that stalls cannot hide it by keeping its clients from asking. Source: Tene, "How NOT to Measure Latency".
 * @param startMs when the scenario begins, after the warm-up, on `performance.now()`'s scale
 */
export async function runLoad(
  url: string,
  script: LabScript,
  startMs: number,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  const { requestsPerS, warmUpMs } = script.load;
  const pool = new Pool(url, {
    connections: IN_FLIGHT_MAX,
    headersTimeout: ANSWER_MS_MAX,
    bodyTimeout: ANSWER_MS_MAX,
  });
  const nextQuestion = questionsOf(script);
  const samples: Sample[] = [];
  const waiting = new Set<Promise<void>>();
  const note = async (question: Question, atMs: number, dueMs: number) => {
    const answer = await ask(pool, question);
    if (atMs < 0) return;
    samples.push({ route: question.route, atMs, latencyMs: performance.now() - dueMs, ...answer });
  };
  const total = Math.ceil(((warmUpMs + script.durationMs) * requestsPerS) / 1_000);
  for (let sent = 0; sent < total && !signal.aborted; sent += 1) {
    const atMs = (sent * 1_000) / requestsPerS - warmUpMs;
    const dueMs = startMs + atMs;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) await delay(earlyMs);
    if (waiting.size >= IN_FLIGHT_MAX)
      throw new Error(`${IN_FLIGHT_MAX} requests wait for an answer: nothing comes back.`);
    const asked = note(nextQuestion(), atMs, dueMs).finally(() => void waiting.delete(asked));
    waiting.add(asked);
  }
  await Promise.all(waiting);
  await pool.destroy();
  return samples.toSorted((a, b) => a.atMs - b.atMs);
}

async function ask(
  pool: Pool,
  { path, user }: Question,
): Promise<Pick<Sample, "status" | "states" | "problem">> {
  try {
    const { statusCode, headers, body } = await pool.request({
      method: "GET",
      path,
      headers: { "x-portico-user": user },
    });
    const text = await body.text();
    if (statusCode === 200) return { status: statusCode, states: statesIn(text, headers["content-type"]) };
    return { status: statusCode, states: {}, problem: /"code":"(\w+)"/.exec(text)?.[1] };
  } catch {
    return { status: 0, states: {} };
  }
}

/** None in an answer that is no screen. */
function statesIn(text: string, type: unknown): Readonly<Record<string, string>> {
  if (!/^application\/json\b/.test(String(type))) return {};
  const answer = JSON.parse(text) as { sectionStates?: Record<string, { state: string }> } | null;
  const sections = Object.entries(answer?.sectionStates ?? {});
  return Object.fromEntries(sections.map(([section, { state }]) => [section, state]));
}
