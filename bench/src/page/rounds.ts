import type { Contender } from "./contender.ts";
import { closedLoop, type NextRequest, openLoop } from "./load.ts";

/** What one contender did, over all rounds. */
export interface Throughput {
  readonly name: string;
  /** Answers a second, median of rounds. What the machine's other work leaves: load, backends and server share it. */
  readonly perSecond: number;
  /** The server process's own time per answer, median of rounds: the steadier figure. */
  readonly cpuMicroseconds: number;
}

export interface Latency {
  readonly name: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface RoundsOptions {
  readonly next: NextRequest;
  readonly rounds: number;
  readonly turnMs: number;
}

const CONNECTIONS = 32;
/** Before the first turn that counts: V8 compiles what is hot. */
const WARM_UP_MS = 4_000;

/** Every contender in every round, in an order that rotates: a busy machine is unfair to all alike. */
export async function throughput(
  contenders: readonly Contender[],
  { next, rounds, turnMs }: RoundsOptions,
): Promise<readonly Throughput[]> {
  const turn = ({ port }: Contender, durationMs: number) =>
    closedLoop(port, next, { connections: CONNECTIONS, durationMs });
  for (const contender of contenders) await turn(contender, WARM_UP_MS);
  const samples = contenders.map(() => ({ perSecond: [] as number[], cpu: [] as number[] }));
  for (const i of turns(contenders.length, rounds)) {
    const contender = contenders[i]!;
    const before = await contender.cpuMicroseconds();
    const { answered, elapsedMs } = await turn(contender, turnMs);
    const spent = (await contender.cpuMicroseconds()) - before;
    samples[i]!.perSecond.push((answered * 1_000) / elapsedMs);
    samples[i]!.cpu.push(spent / answered);
  }
  return samples.map(({ perSecond, cpu }, i) => ({
    name: contenders[i]!.name,
    perSecond: quantile(perSecond, 0.5),
    cpuMicroseconds: quantile(cpu, 0.5),
  }));
}

/** At a load far below what any of them can do, counted from when each request was due. */
export async function steadyLatency(
  contenders: readonly Contender[],
  { next, rounds, turnMs, perSecond }: RoundsOptions & { readonly perSecond: number },
): Promise<readonly Latency[]> {
  const latencies = contenders.map(() => [] as number[]);
  for (const i of turns(contenders.length, rounds)) {
    const { port } = contenders[i]!;
    latencies[i]!.push(...(await openLoop(port, next, { perSecond, durationMs: turnMs })));
  }
  return latencies.map((all, i) => ({
    name: contenders[i]!.name,
    p50Ms: quantile(all, 0.5),
    p99Ms: quantile(all, 0.99),
  }));
}

function* turns(contenders: number, rounds: number): Generator<number> {
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders; i++) yield (i + round) % contenders;
  }
}

export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
}
