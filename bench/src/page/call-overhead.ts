import { openAdapter } from "@portico/adapter-kit";
import { crm } from "@portico/adapter-crm";
import { type CallContext, continueTrace, systemClock } from "@portico/core";
import { observe } from "@portico/observability";
import { quantile } from "./rounds.ts";

export interface CallOverhead {
  /** What the whole pipeline adds to a call that is healthy and in no cache, with everything listening. */
  readonly microseconds: number;
  readonly timersPerCall: number;
}

// The kernel counts a thread that runs on in ticks of 4 ms: enough calls that one more or less says nothing.
const CALLS_PER_TURN = 20_000;
const ROUNDS = 24;
const answer = { id: "100001" } as never;

/**
 * The CRM's `findCustomer` with its own policies over a backend that answers at once, beside the same question without
 * them. In this process, one call after the other; in time of the processor, not of the clock, which neighbours share.
 */
export async function callOverhead(): Promise<CallOverhead> {
  const service = { name: "bench" };
  const observed = observe({ service, destination: { write: () => {} } });
  // One turn of the event loop, as any real backend takes; the same for both.
  const run = () => new Promise<never>((resolve) => setImmediate(resolve, answer));
  const findCustomer = { ...crm.operations.findCustomer, run };
  const opened = openAdapter(
    { ...crm, connect: () => ({ close: async () => {} }) as never, operations: { findCustomer } },
    { url: "http://127.0.0.1", username: "u", password: "p", responseBytesMax: 1 },
  );
  const whole = opened.operations.findCustomer;
  let asked = 0;
  const turn = async (ask: (input: { customerId: string }, call: CallContext) => Promise<unknown>) => {
    const before = process.threadCpuUsage();
    for (let i = 0; i < CALLS_PER_TURN; i++) {
      // One that nobody has asked for lately, and one that the CRM could know.
      const customerId = String(100_000 + (asked++ % 900_000));
      await ask({ customerId }, newCall(service, customerId));
    }
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / CALLS_PER_TURN;
  };

  const added: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await turn(run);
    added.push((await turn(whole)) - bare);
  }
  const { timers } = await countingTimers(() => turn(whole));
  await opened.close();
  await observed.close();
  return { microseconds: quantile(added.slice(ROUNDS / 4), 0.5), timersPerCall: timers / CALLS_PER_TURN };
}

function newCall(service: { readonly name: string }, customerId: string): CallContext {
  return {
    requestId: "bench-request",
    trace: continueTrace(undefined),
    service,
    identity: { customerId },
    clock: systemClock,
    deadlineMs: systemClock.now() + 3_000,
    signal: new AbortController().signal,
    staleAgeMsMax: 0,
    onStale: () => {},
  };
}

async function countingTimers(work: () => Promise<unknown>): Promise<{ readonly timers: number }> {
  const { setTimeout: real } = globalThis;
  let timers = 0;
  const counting = (...args: Parameters<typeof real>) => {
    timers += 1;
    return real(...args);
  };
  globalThis.setTimeout = Object.assign(counting, real);
  try {
    await work();
  } finally {
    globalThis.setTimeout = real;
  }
  return { timers };
}
