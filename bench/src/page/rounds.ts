import type { Contender } from "./contender.ts";
import { closedLoop, type NextRequest, openLoop } from "./load.ts";

/** What one contender did, over all rounds. */
export interface Throughput {
  readonly name: string;
  /** Answers a second, median of rounds. What the machine's other work leaves: load, backends and server share it. */
  readonly perSecond: number;
  /** The server process's own time per answer, median of rounds: the steadier figure. */
  readonly cpuMicroseconds: number;
  /** Of all requests in all rounds. */
  readonly refusedShare: number;
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
  const samples = contenders.map(() => ({
    perSecond: [] as number[],
    cpu: [] as number[],
    answered: 0,
    refused: 0,
  }));
  for (const i of turns(contenders.length, rounds)) {
    const contender = contenders[i]!;
    const before = await contender.cpuMicroseconds();
    const { answered, refused, elapsedMs } = await turn(contender, turnMs);
    const spent = (await contender.cpuMicroseconds()) - before;
    const sample = samples[i]!;
    sample.perSecond.push((answered * 1_000) / elapsedMs);
    sample.cpu.push(spent / answered);
    sample.answered += answered;
    sample.refused += refused;
  }
  return samples.map(({ perSecond, cpu, answered, refused }, i) => ({
    name: contenders[i]!.name,
    perSecond: quantile(perSecond, 0.5),
    cpuMicroseconds: quantile(cpu, 0.5),
    refusedShare: refused / (answered + refused),
  }));
}

export interface CpuAtRate {
  readonly name: string;
  readonly cpuMicroseconds: number;
}

/**
 * What an answer costs each server when all are asked equally often. At its limit a server that does next to nothing
 * keeps its reader busy, and writing to a busy reader costs the kernel a third of what waking it does.
 */
export async function cpuAtRate(
  contenders: readonly Contender[],
  { next, rounds, turnMs, perSecond }: RoundsOptions & { readonly perSecond: number },
): Promise<readonly CpuAtRate[]> {
  const samples = contenders.map(() => [] as number[]);
  for (const i of turns(contenders.length, rounds)) {
    const contender = contenders[i]!;
    const before = await contender.cpuMicroseconds();
    const { length } = await openLoop(contender.port, next, { perSecond, durationMs: turnMs });
    samples[i]!.push(((await contender.cpuMicroseconds()) - before) / length);
  }
  return samples.map((all, i) => ({ name: contenders[i]!.name, cpuMicroseconds: quantile(all, 0.5) }));
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
