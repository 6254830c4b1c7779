import { parseArgs } from "node:util";
import { holdBench } from "./hold/hold-bench.ts";
import { pageBench } from "./page/page-bench.ts";
import { soapBench } from "./soap/soap-bench.ts";

const benches = { soap: soapBench, page: pageBench, hold: holdBench };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Also write the figures here. */
    json: { type: "string" },
    /** Time per contender and case; more is steadier. */
    "case-ms": { type: "string", default: "600" },
    /** Only cases whose name holds this, and nothing else. */
    only: { type: "string", default: "" },
    /** Also write the figures, and plots of them, into this folder. */
    report: { type: "string" },
    /** Fail when a promised ratio is not reached. */
    check: { type: "boolean", default: false },
  },
});

const name = positionals[0] ?? "soap";
if (!Object.hasOwn(benches, name)) {
  process.stderr.write(`Unknown bench ${name}. There are: ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
const broken = await benches[name as keyof typeof benches]({
  caseMs: Math.min(60_000, Math.max(50, Number(values["case-ms"]) || 600)),
  only: values.only,
  jsonFile: values.json,
  reportFolder: values.report,
  check: values.check,
});
for (const one of broken) process.stderr.write(`Too slow: ${one}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
