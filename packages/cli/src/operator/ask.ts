import { z } from "zod";
import type { Target } from "./targets.ts";

export interface Question<Answer extends z.ZodType> {
  /** Below the operators' port, e.g. `/operator/circuits`. */
  readonly path: string;
  /** What is ordered; absent: nothing, this is only a look. */
  readonly order?: object;
  readonly answer: Answer;
}

/** What the operators' port said no with, or why there was no answer of one. */
class OperatorFailed extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "OperatorFailed";
    this.code = code;
  }
}

const TIMEOUT_MS = 10_000;
const BYTES_MAX = 8 * 1_048_576;

const ProblemSchema = z.object({ code: z.string().regex(/^[a-z_]{1,64}$/), detail: z.string() });

/** @throws {OperatorFailed} */
export async function ask<Answer extends z.ZodType>(
  { url, token }: Target,
  { path, order, answer }: Question<Answer>,
): Promise<z.output<Answer>> {
  const { status, text } = await exchange(`${url}${path}`, {
    method: order === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(order === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(order === undefined ? {} : { body: JSON.stringify(order) }),
    // Wherever it led, the token would go along.
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const json = parsed(text);
  const answered = answer.safeParse(json);
  if (status === 200 && answered.success) return answered.data;
  const problem = ProblemSchema.safeParse(json);
  if (problem.success) throw new OperatorFailed(problem.data.code, problem.data.detail);
  throw new OperatorFailed("no_operator_api", `It answered ${status}, and not as an operators' port does.`);
}

async function exchange(url: string, request: RequestInit) {
  try {
    const response = await fetch(url, request);
    return { status: response.status, text: await readText(response) };
  } catch (error) {
    if (error instanceof OperatorFailed) throw error;
    const reason = reasonOf(error);
    const doubt =
      request.method === "POST" && BROKE_OFF.has(reason)
        ? " It may have done what was ordered, or still do it: look before you order again."
        : "";
    throw new OperatorFailed("unreachable", `It cannot be reached: ${reason}.${doubt}`);
  }
}

const NO_ANSWER = `no answer within ${TIMEOUT_MS} ms`;

/** The request may have arrived by then. */
const BROKE_OFF = new Set([NO_ANSWER, "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > BYTES_MAX)
      throw new OperatorFailed("no_operator_api", `It sent more than ${BYTES_MAX} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The socket's own word, which `fetch` keeps in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return NO_ANSWER;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause ? String(cause.code) : cause.message;
}
