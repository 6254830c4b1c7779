import { parseArgs } from "node:util";
import { soapBench } from "./soap/soap-bench.ts";

const benches = { soap: soapBench };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Also write the figures here. */
    json: { type: "string" },
    /** Time per contender and case; more is steadier. */
    "case-ms": { type: "string", default: "600" },
    /** Only cases whose name holds this. */
    only: { type: "string", default: "" },
  },
});

const name = positionals[0] ?? "soap";
if (!Object.hasOwn(benches, name)) {
  process.stderr.write(`Unknown bench ${name}. There are: ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
await benches[name as keyof typeof benches]({
  caseMs: Math.min(60_000, Math.max(50, Number(values["case-ms"]) || 600)),
  only: values.only,
  jsonFile: values.json,
});
