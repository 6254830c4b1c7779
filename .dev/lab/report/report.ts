import type { Verdict } from "../judge.ts";
import type { LabRun } from "../lab-run.ts";
import { hasFailed, isWithin, latenciesOf, percentile, samplesOf, wasShed } from "../statistics.ts";
import { chartsOf } from "./charts.ts";
import { escapeText } from "./frame.ts";
import { STYLE } from "./style.ts";

/** One sentence on how a run went. */
export function summaryOf(run: LabRun, verdicts: readonly Verdict[]): string {
  const broken = verdicts.filter(({ held }) => !held).length;
  const { samples } = run;
  const whole = samples.filter(
    ({ status, states }) => status === 200 && Object.keys(states).length === 0,
  ).length;
  const failed = samples.filter(hasFailed).length;
  const marked = samples.filter(({ status }) => status === 200).length - whole;
  const others = samples.length - whole - marked - failed;
  const share = (count: number) => `${((100 * count) / samples.length).toFixed(1)} %`;
  const promises =
    broken === 0 ? `All ${verdicts.length} promises held` : `${broken} of ${verdicts.length} promises broken`;
  const another = others === 0 ? "" : `, ${share(others)} answered with another status`;
  return `${promises}: ${samples.length} requests, ${share(whole)} answered whole, ${share(marked)} with gaps marked, ${share(failed)} refused${another}.`;
}

/** What makes a run worth less than it seems; `undefined`: nothing. */
export function warningOn(run: LabRun): string | undefined {
  const usual = run.samples.filter(({ atMs }) => isWithin(run.windows, atMs, "before"));
  const shed = usual.filter(wasShed).length;
  if (shed === 0) return undefined;
  return `The BFF refused ${shed} of ${usual.length} requests as overloaded before anything had gone wrong: this machine had other work, or this load is too much for it.`;
}

/** The whole page, in one file that asks nobody for anything. */
export function reportPage(run: LabRun, verdicts: readonly Verdict[]): string {
  const { name, about, load, seed, durationMs } = run.script;
  const warning = warningOn(run);
  const held = verdicts.every((verdict) => verdict.held);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeText(name)}: ${held ? "held" : "broken"}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeText(name)}</h1>
<p class="about">${escapeText(about)}</p>
<p class="verdict ${held ? "held" : "broken"}">${escapeText(summaryOf(run, verdicts))}</p>
${warning === undefined ? "" : `<p class="warning">${escapeText(warning)}</p>`}
<h2>What must hold</h2>
<table>
<tr><th>Verdict</th><th>Promise</th><th>Seen</th></tr>
${verdicts.map(row).join("\n")}
</table>
<h2>What happened</h2>
${chartsOf(run)}
<h2>Latency in numbers</h2>
${latencyTable(run)}
<p class="about">${load.requestsPerS} requests a second from ${load.users} customers for ${durationMs / 1_000} s, begun whether or
not earlier ones were answered. Seed ${seed}. The simulators, the proxies and the load share this machine with the BFF.</p>
</body>
</html>
`;
}

const row = ({ held, promise, seen }: Verdict): string =>
  `<tr><td class="${held ? "held" : "broken"}">${held ? "✓ held" : "✗ broken"}</td><td>${escapeText(promise)}</td><td>${escapeText(seen)}</td></tr>`;

const PARTS = [
  ["before", "before the fault"],
  ["fault", "during"],
  ["after", "after"],
] as const;

function latencyTable(run: LabRun): string {
  const rows = run.script.load.routes.flatMap(({ name }) =>
    PARTS.map(([when, words]) => {
      const samples = samplesOf(run, name, when);
      const at = (percent: number) => {
        const value = percentile(latenciesOf(samples), percent);
        return `<td class="number">${Number.isNaN(value) ? "" : value.toFixed(value < 10 ? 1 : 0)}</td>`;
      };
      return `<tr><td>${escapeText(name)}</td><td>${words}</td><td class="number">${samples.length}</td>${[50, 90, 99, 100].map(at).join("")}</tr>`;
    }),
  );
  return `<table>
<tr><th>Route</th><th></th><th class="number">requests</th><th class="number">p50 ms</th><th class="number">p90 ms</th><th class="number">p99 ms</th><th class="number">longest ms</th></tr>
${rows.join("\n")}
</table>`;
}
