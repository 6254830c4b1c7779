import {
  abortReason,
  type AnyBackendError,
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  BulkheadFull,
  type CallContext,
  type Clock,
  ContractBroken,
  isBackendError,
} from "@portico/core";
import { isSharedFailure, type LastWord, type Lease } from "./leases.ts";
import type { SharedMemory } from "./shared-memory.ts";

/** One question of this replica, which others may be asking at the same time. */
export interface Question<Answer> {
  readonly key: string;
  readonly call: CallContext;
  /** Takes over what another was told; `undefined` when there is nothing, or nothing that spares the system. */
  readonly adopt: () => Promise<Answer | undefined>;
  /** Asks the system, and tells whether others can read the answer. */
  readonly ask: () => Promise<{ readonly answer: Answer; readonly shared: boolean }>;
}

const LOOK_MS = 25;
// After that we ask ourselves: whoever has the lease may take longer than our callers have.
const WAIT_MS_MAX = 3_000;

/** One replica asks, the others wait for its answer. Without Redis, or when the leader dies, each asks for itself. */
export async function together<Answer>(shared: SharedMemory, question: Question<Answer>): Promise<Answer> {
  const endMs = shared.clock.now() + WAIT_MS_MAX;
  while (shared.available && shared.clock.now() < endMs) {
    const adopted = await question.adopt();
    throwIfLeft(question.call);
    if (adopted !== undefined) return adopted;

    // Asked for together and answered in turn: the last leader may have come to its end between our look and our lease.
    const taking = shared.take(question.key).catch(() => "unknown" as const);
    const looking = question.adopt();
    const lease = await taking;
    if (lease === "unknown") break;
    if (lease !== undefined) return lead(lease, looking, question);
    const word = await waitForWord(shared, question, endMs);
    if (word.said === "failed") throw toError(word);
    if (word.said === "not shared") break;
  }
  throwIfLeft(question.call);
  return (await question.ask()).answer;
}

async function lead<Answer>(
  lease: Lease,
  looking: Promise<Answer | undefined>,
  { call, ask }: Question<Answer>,
): Promise<Answer> {
  try {
    const adopted = await looking;
    throwIfLeft(call);
    if (adopted !== undefined) {
      lease.giveBack({ said: "nothing" });
      return adopted;
    }
    const { answer, shared } = await ask();
    lease.giveBack({ said: shared ? "nothing" : "not shared" });
    return answer;
  } catch (error) {
    lease.giveBack(wordOf(error));
    throw error;
  }
}

async function waitForWord<Answer>(
  shared: SharedMemory,
  { key, call }: Question<Answer>,
  endMs: number,
): Promise<LastWord> {
  try {
    while (shared.clock.now() < endMs) {
      await pause(shared.clock, LOOK_MS, call.signal);
      throwIfLeft(call);
      const word = await shared.lastWord(key);
      if (word !== undefined) return word;
    }
  } catch (error) {
    if (isBackendError(error)) throw error;
  }
  return { said: "not shared" };
}

/** Ends early, and without a word, when nobody waits any more. */
const pause = (clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.after(delayMs, end);
    signal.addEventListener("abort", end, { once: true });
  });

function throwIfLeft({ signal }: CallContext): void {
  if (signal.aborted) throw abortReason(signal);
}

function wordOf(error: unknown): LastWord {
  if (!isBackendError(error) || error instanceof BulkheadFull || !isSharedFailure(error.code))
    return { said: "nothing" };
  return { said: "failed", code: error.code, retryAfterMs: error.retryAfterMs };
}

function toError({ code, retryAfterMs }: LastWord & { readonly said: "failed" }): AnyBackendError {
  const message = "Another replica has just asked, and failed.";
  const details = retryAfterMs === undefined ? {} : { retryAfterMs };
  switch (code) {
    case "backend_timeout":
      return new BackendTimeout(message, details);
    case "backend_overloaded":
      return new BackendOverloaded(message, details);
    case "backend_rejected":
      return new BackendRejected(message, details);
    case "contract_broken":
      return new ContractBroken(message, details);
    case "backend_unavailable":
      return new BackendUnavailable(message, details);
  }
}
