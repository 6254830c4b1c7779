import { startContender } from "../page/contender.ts";
import { cachedPage, type Environment } from "../page/contenders.ts";
import { closedLoop } from "../page/load.ts";
import { quantile } from "../page/rounds.ts";
import type { Section } from "../page/section.ts";
import { anotherCustomer } from "../page/sections.ts";
import { table } from "../table.ts";
import { paced } from "./paced.ts";

const TIMES = 3;
const CONNECTIONS = 400;
const WARM_UP_MS = 4_000;

/** Three times what it can do: what it still does, and how soon the others know. */
export async function overload(environment: Environment, caseMs: number): Promise<Section> {
  const bff = await startContender(cachedPage(environment));
  try {
    const next = anotherCustomer();
    const atItsLimit = { connections: 32, durationMs: caseMs };
    await closedLoop(bff.port, next, { ...atItsLimit, durationMs: WARM_UP_MS });
    const before = await closedLoop(bff.port, next, atItsLimit);
    const peakPerSecond = (before.answered * 1_000) / before.elapsedMs;
    const startMs = performance.now();
    const answers = await paced(bff.port, next, {
      perSecond: peakPerSecond * TIMES,
      durationMs: caseMs,
      opened: CONNECTIONS,
    });
    const tookS = (performance.now() - startMs) / 1_000;
    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status, body }) => status === 503 && body.includes('"retryAfterMs":'));
    const goodput = served.length / tookS / peakPerSecond;
    const p = (of: typeof answers, share: number) =>
      quantile(
        of.map(({ latencyMs }) => latencyMs),
        share,
      );
    const row = (name: string, of: typeof answers) => [
      name,
      String(of.length),
      p(of, 0.5).toFixed(1),
      p(of, 0.99).toFixed(1),
    ];
    return {
      text: table(
        [`${TIMES} × ${peakPerSecond.toFixed(0)} a second`, "answers", "p50 ms", "p99 ms"],
        [row("served", served), row("refused", refused)],
      ),
      figures: {
        peakPerSecond,
        tookS,
        served: served.length,
        refused: refused.length,
        refusedP99Ms: p(refused, 0.99),
      },
      goals: [
        { what: "overload: served, of what it serves at its limit", measured: goodput, atLeast: 0.9 },
        {
          what: "overload: neither served nor refused with a time",
          measured: answers.length - served.length - refused.length,
          atMost: 0,
        },
        { what: "overload: ms to a refusal, p99", measured: p(refused, 0.99), atMost: 20 },
      ],
    };
  } finally {
    await bff.stop();
  }
}
