import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Connection } from "../page/connection.ts";
import { type Contender, requestOf, startContender, stopped } from "../page/contender.ts";
import { cachedPage, type Environment, hello } from "../page/contenders.ts";
import { closedLoop, type NextRequest } from "../page/load.ts";
import { CUSTOMER } from "../page/home.ts";
import { quantile } from "../page/rounds.ts";
import type { Section } from "../page/section.ts";
import { anotherCustomer } from "../page/sections.ts";
import { table } from "../table.ts";
import { paced, type Timed } from "./paced.ts";
import type { Seen, Watch } from "./witness.ts";

const TIMES = 3;
const AT_ITS_LIMIT = 32;
const CONNECTIONS = 400;
/** Opening them is no part of the load. */
const CONNECTED_MS = 500;
const WARM_UP_MS = 4_000;
const ROUNDS = 5;
const WATCHED_PER_SECOND = 100;

/**
 * Three times what it can do: what it still does, and how soon the others know. What it can do is measured anew before
 * each flood, so that a neighbour on the machine is unfair to both alike.
 */
export async function overload(environment: Environment, caseMs: number): Promise<Section> {
  const bff = await startContender(cachedPage(environment));
  const idle = await startContender(hello);
  const witness = fork(fileURLToPath(new URL("witness.ts", import.meta.url)));
  try {
    const next = anotherCustomer();
    const turnMs = caseMs / ROUNDS;
    await closedLoop(bff.port, next, { connections: AT_ITS_LIMIT, durationMs: WARM_UP_MS });
    const through = Array.from({ length: CONNECTIONS }, () => new Connection(bff.port));
    await delay(CONNECTED_MS);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(await oneRound([bff, idle], witness, next, turnMs, through));
    for (const connection of through) connection.close();

    const answers = rounds.flatMap((one) => one.answers);
    const served = answers.filter(isServed);
    const refused = answers.filter(isRefused);
    const median = (of: (round: Round) => number) => quantile(rounds.map(of), 0.5);
    const peakPerSecond = median((one) => one.peakPerSecond);
    const goodput = median((one) => one.perSecond / one.peakPerSecond);
    const goodputPerCpu = median((one) => one.peakCpuMicroseconds / one.cpuMicroseconds);
    const latencies = (of: readonly Timed[]) => of.map(({ latencyMs }) => latencyMs);
    const byIdle = latencies(rounds.flatMap((one) => one.seenOfIdle));
    const toWitness = latencies(rounds.flatMap((one) => one.seenOfBff).filter(isRefused));
    const row = (name: string, ms: readonly number[]) => [
      name,
      String(ms.length),
      quantile(ms, 0.5).toFixed(1),
      quantile(ms, 0.99).toFixed(1),
    ];
    const loopP50Ms = median((one) => one.loop.p50Ms);
    const loopP99Ms = median((one) => one.loop.p99Ms);
    return {
      text:
        table(
          [`${TIMES} × ${peakPerSecond.toFixed(0)} a second`, "answers", "p50 ms", "p99 ms"],
          [
            row("served", latencies(served)),
            row("refused", latencies(refused)),
            row("refused, as a client that has time sees it", toWitness),
            row("answered to it by a server that has nothing to do", byIdle),
            ["the server looks at its sockets too late by", "", loopP50Ms.toFixed(1), loopP99Ms.toFixed(1)],
          ],
        ) +
        `Of what it serves at its limit: ${goodput.toFixed(2)}, for the same processor time ${goodputPerCpu.toFixed(2)}.\n`,
      figures: {
        peakPerSecond,
        goodput,
        goodputPerCpu,
        served: served.length,
        refused: refused.length,
        refusedP50Ms: quantile(latencies(refused), 0.5),
        refusedP99Ms: quantile(latencies(refused), 0.99),
        witnessedP50Ms: quantile(toWitness, 0.5),
        witnessedP99Ms: quantile(toWitness, 0.99),
        idleP50Ms: quantile(byIdle, 0.5),
        idleP99Ms: quantile(byIdle, 0.99),
        loopP50Ms,
        loopP99Ms,
      },
      goals: [
        { what: "overload: served, of what it serves at its limit", measured: goodput, atLeast: 0.9 },
        {
          what: "overload: neither served nor refused with a time",
          measured: answers.length - served.length - refused.length,
          atMost: 0,
        },
        { what: "overload: ms to a refusal, p99", measured: quantile(toWitness, 0.99), atMost: 20 },
      ],
    };
  } finally {
    await stopped(witness);
    await idle.stop();
    await bff.stop();
  }
}

type Round = Awaited<ReturnType<typeof oneRound>>;

/** What it serves at its limit, then under `TIMES` times that. */
async function oneRound(
  [bff, idle]: readonly [Contender, Contender],
  witness: ChildProcess,
  next: NextRequest,
  durationMs: number,
  through: Connection[],
) {
  const spent = [await bff.cpuMicroseconds()];
  const { answered, elapsedMs } = await closedLoop(bff.port, next, { connections: AT_ITS_LIMIT, durationMs });
  spent.push(await bff.cpuMicroseconds());
  await loopLag(bff);
  const peakPerSecond = (answered * 1_000) / elapsedMs;
  const ports = [bff.port, idle.port];
  witness.send({ ports, perSecond: WATCHED_PER_SECOND, durationMs } satisfies Watch);
  const watched = once(witness, "message") as Promise<[Seen]>;
  const { answers, elapsedMs: floodedMs } = await paced(bff.port, next, {
    perSecond: peakPerSecond * TIMES,
    durationMs,
    through,
  });
  spent.push(await bff.cpuMicroseconds());
  const loop = await loopLag(bff);
  const [[seenOfBff = [], seenOfIdle = []]] = await watched;
  const served = answers.filter(isServed).length;
  const [before = 0, between = 0, after = 0] = spent;
  return {
    answers,
    seenOfBff,
    seenOfIdle,
    loop,
    peakPerSecond,
    perSecond: (served * 1_000) / floodedMs,
    peakCpuMicroseconds: (between - before) / answered,
    cpuMicroseconds: (after - between) / served,
  };
}

const isServed = ({ status }: Timed): boolean => status === 200;
const isRefused = ({ status, body }: Timed): boolean => status === 503 && body.includes('"retryAfterMs":');

/** How late its event loop was since it was asked last, as it says itself: so long whoever is refused waits unseen. */
async function loopLag(bff: Contender) {
  const connection = new Connection(bff.port);
  const { body } = await connection.ask(requestOf("/metrics", CUSTOMER));
  connection.close();
  const ms = (name: string) =>
    1_000 * Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds.* (\\S+)$`, "m").exec(body)?.[1]);
  return { p50Ms: ms("p50"), p99Ms: ms("p99") };
}
