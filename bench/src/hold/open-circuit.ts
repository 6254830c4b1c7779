import { requestOf, startContender } from "../page/contender.ts";
import { cachedPage, type Environment } from "../page/contenders.ts";
import { CUSTOMER } from "../page/home.ts";
import { quantile } from "../page/rounds.ts";
import type { Section } from "../page/section.ts";
import { table } from "../table.ts";
import { paced } from "./paced.ts";

const NOBODY_LISTENS = "http://127.0.0.1:1";

/** How soon a page says no whose system is left alone. */
export async function openCircuit(environment: Environment, caseMs: number): Promise<Section> {
  const bff = await startContender({
    ...cachedPage({ ...environment, CATALOG_URL: NOBODY_LISTENS }),
    path: "/health/live",
  });
  try {
    let asked = 0;
    const next = () => requestOf(`/v1/products?q=${asked++}`, CUSTOMER);
    const { answers } = await paced(bff.port, next, { perSecond: 150, durationMs: caseMs });
    const open = answers
      .filter(({ status, body }) => status === 503 && body.includes('"circuit_open"'))
      .map(({ latencyMs }) => latencyMs);
    const p99Ms = quantile(open, 0.99);
    return {
      text: table(
        ["a circuit that is open", "answers", "p50 ms", "p99 ms"],
        [["page", String(open.length), quantile(open, 0.5).toFixed(2), p99Ms.toFixed(2)]],
      ),
      figures: { answers: open.length, p99Ms },
      goals: [{ what: "open circuit: ms to a no, p99", measured: p99Ms, atMost: 5 }],
    };
  } finally {
    await bff.stop();
  }
}
