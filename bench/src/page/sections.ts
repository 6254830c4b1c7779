import { table } from "../table.ts";
import { callOverhead } from "./call-overhead.ts";
import { type Contender, type ContenderOptions, requestOf, startContender } from "./contender.ts";
import {
  BARE,
  cachedPage,
  constant,
  CONSTANT,
  type Environment,
  EXPRESS,
  hello,
  homePages,
  NOT_MEASURED,
  PORTICO,
} from "./contenders.ts";
import { CUSTOMER, HOME } from "./home.ts";
import { cpuAtRate, steadyLatency, throughput, type Throughput } from "./rounds.ts";
import type { Goal, Section } from "./section.ts";
import { startUps } from "./start-up.ts";

const ROUNDS = 12;
const STEADY_PER_SECOND = 150;
const STEADY_ROUNDS = 4;
const EVEN_PER_SECOND = 1_000;
const STARTS = 15;

/** Nobody asks twice, so that no cache helps. */
export function anotherCustomer(): () => string {
  let asked = 0;
  return () => requestOf(HOME, String(200_000 + (asked++ % 800_000)));
}

export async function uncachedPage(environment: Environment, caseMs: number): Promise<Section> {
  const { rows, absent } = await withRunning(homePages(environment), (contenders) =>
    throughput(contenders, { next: anotherCustomer(), rounds: ROUNDS, turnMs: caseMs / ROUNDS }),
  );
  return {
    text: throughputTable("page, nothing cached", rows, [EXPRESS, BARE]) + absent + NOT_MEASURED,
    figures: rows,
    goals: [...cpuGoal(rows, EXPRESS, 8), ...cpuGoal(rows, BARE, 0.8)],
  };
}

export async function steadyPage(environment: Environment, caseMs: number): Promise<Section> {
  const { rows, absent } = await withRunning(homePages(environment), async (contenders) => {
    const next = anotherCustomer();
    await throughput(contenders, { next, rounds: 1, turnMs: caseMs / ROUNDS });
    return steadyLatency(contenders, {
      next,
      rounds: STEADY_ROUNDS,
      turnMs: caseMs / STEADY_ROUNDS,
      perSecond: STEADY_PER_SECOND,
    });
  });
  const of = (wanted: string) => rows.find(({ name }) => name === wanted);
  const [ours, express] = [of(PORTICO), of(EXPRESS)];
  const head = [`page at ${STEADY_PER_SECOND} a second, nothing cached`, "p50 ms", "p99 ms"];
  return {
    text:
      table(
        head,
        rows.map(({ name, p50Ms, p99Ms }) => [name, p50Ms.toFixed(2), p99Ms.toFixed(2)]),
      ) + absent,
    figures: rows,
    goals:
      ours === undefined || express === undefined
        ? []
        : [
            {
              what: `p99 as a part of that of ${EXPRESS}`,
              measured: ours.p99Ms / express.p99Ms,
              atMost: 0.1,
            },
          ],
  };
}

export async function cachedPages(environment: Environment, caseMs: number): Promise<Section> {
  const next = () => requestOf(HOME, CUSTOMER);
  const turnMs = caseMs / ROUNDS;
  const { rows } = await withRunning([cachedPage(environment)], ([product]) =>
    withRunning([constant(`http://127.0.0.1:${product!.port}${HOME}`)], async ([bound]) => {
      const both = [product!, bound!];
      const fast = await throughput(both, { next, rounds: ROUNDS, turnMs });
      const even = await cpuAtRate(both, { next, rounds: ROUNDS, turnMs, perSecond: EVEN_PER_SECOND });
      return fast.map((row, i) => ({ ...row, cpuAtRateMicroseconds: even[i]!.cpuMicroseconds }));
    }).then((inner) => inner.rows),
  );
  const [ours, theirs] = rows;
  return {
    text: table(
      ["page, everything cached", "a second", `of ${CONSTANT}`, `CPU µs at ${EVEN_PER_SECOND} a second`],
      rows.map(({ name, perSecond, cpuAtRateMicroseconds }) => [
        name,
        perSecond.toFixed(0),
        times(perSecond / theirs!.perSecond),
        cpuAtRateMicroseconds.toFixed(0),
      ]),
    ),
    figures: rows,
    goals: [
      {
        what: `cached pages a second, of ${CONSTANT}`,
        measured: ours!.perSecond / theirs!.perSecond,
        atLeast: 0.6,
      },
    ],
  };
}

export async function starts(environment: Environment): Promise<Section> {
  const rows = await startUps([{ ...cachedPage(environment), path: "/health/live" }, hello], STARTS);
  const [ours, bare] = rows;
  const head = ["start to first answer", "ms", `of ${hello.name}`];
  return {
    text: table(
      head,
      rows.map(({ name, firstAnswerMs }) => [
        name,
        firstAnswerMs.toFixed(0),
        times(firstAnswerMs / bare!.firstAnswerMs),
      ]),
    ),
    figures: rows,
    goals: [
      {
        what: `start, in starts of ${hello.name}`,
        measured: ours!.firstAnswerMs / bare!.firstAnswerMs,
        atMost: 2.5,
      },
    ],
  };
}

export async function overhead(): Promise<Section> {
  const { microseconds, timersPerCall } = await callOverhead();
  return {
    text: table(
      ["a healthy call through the whole pipeline", "added µs", "timers"],
      [["crm.findCustomer, in no cache", microseconds.toFixed(1), timersPerCall.toFixed(2)]],
    ),
    figures: { microseconds, timersPerCall },
    goals: [
      { what: "pipeline, µs a call", measured: microseconds, atMost: 5 },
      { what: "pipeline, timers a call", measured: timersPerCall, atMost: 1 },
    ],
  };
}

/** Pages of ours for the CPU time of one of theirs. */
function cpuGoal(rows: readonly Throughput[], peer: string, atLeast: number): readonly Goal[] {
  const of = (wanted: string) => rows.find(({ name }) => name === wanted)?.cpuMicroseconds;
  const [ours, theirs] = [of(PORTICO), of(peer)];
  if (ours === undefined || theirs === undefined) return [];
  return [{ what: `pages for the CPU time of one by ${peer}`, measured: theirs / ours, atLeast }];
}

function throughputTable(title: string, rows: readonly Throughput[], peers: readonly string[]): string {
  const shown = peers.filter((peer) => rows.some(({ name }) => name === peer));
  return table(
    [title, "a second", "refused", "CPU µs", ...shown.map((peer) => `CPU of ${peer.split(" ")[0]}`)],
    rows.map(({ name, perSecond, refusedShare, cpuMicroseconds }) => [
      name,
      perSecond.toFixed(0),
      `${(refusedShare * 100).toFixed(1)}%`,
      cpuMicroseconds.toFixed(0),
      ...shown.map((peer) => times(rows.find((row) => row.name === peer)!.cpuMicroseconds / cpuMicroseconds)),
    ]),
  );
}

const times = (ratio: number): string => `${ratio.toFixed(2)}×`;

/** Starts them, stops them after `work`, and says which could not start here and why. */
async function withRunning<Rows>(
  options: readonly ContenderOptions[],
  work: (contenders: readonly Contender[]) => Promise<Rows>,
): Promise<{ readonly rows: Rows; readonly absent: string }> {
  const running: Contender[] = [];
  let absent = "";
  try {
    for (const one of options) {
      try {
        running.push(await startContender(one));
      } catch (error) {
        if (one.name === PORTICO) throw error;
        absent += `Not here: ${(error as Error).message}\n`;
      }
    }
    return { rows: await work(running), absent };
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}
