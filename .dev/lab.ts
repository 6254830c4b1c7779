// `pnpm lab <scenario.yaml>`: one bad day of the whole estate, with a report. Ends with 1 when a promise is broken.
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { readScript, ScriptInvalid } from "@portico/mock-kit/faults";
import { judge } from "./lab/judge.ts";
import { LabScriptSchema } from "./lab/lab-script.ts";
import { reportPage, summaryOf, warningOn } from "./lab/report/report.ts";
import { FaultsNotPlayed, runLab } from "./lab/run-lab.ts";

const USAGE =
  "Usage: pnpm lab <scenario.yaml> [--out <folder>], e.g. pnpm lab mocks/scenarios/brown-out.yaml";
const EXIT = { held: 0, broken: 1, unusable: 2 } as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: "string" } } });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new Unusable(USAGE);
  const script = readScript(readText(file), relative(process.cwd(), file), LabScriptSchema);
  const folder = values.out ?? ".lab";
  makeFolder(folder);

  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  console.log(`${script.name}: ${script.about}`);
  const run = await runLab(script, stop.signal, (line) => console.log(line));
  if (stop.signal.aborted) throw new Unusable("Stopped before the end: no report.");

  const verdicts = judge(run);
  const report = join(folder, `${basename(file).replace(/\.ya?ml$/, "")}.html`);
  writeFileSync(report, reportPage(run, verdicts));
  writeFileSync(report.replace(/html$/, "json"), JSON.stringify({ ...run, verdicts }));
  for (const { held, promise, seen } of verdicts) console.log(`${held ? "✓" : "✗"} ${promise}: ${seen}`);
  const warning = warningOn(run);
  if (warning !== undefined) console.log(warning);
  console.log(`${summaryOf(run, verdicts)}\n${report}`);
  return verdicts.every(({ held }) => held) ? EXIT.held : EXIT.broken;
}

/** There is nothing to run, or not as asked. */
class Unusable extends Error {}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Unusable(`${file} cannot be read.\n${USAGE}`);
  }
}

/** Before the run: it lasts, and would be lost. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Unusable(`${folder} is no folder that can be written to: choose another one with --out.`);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isForPeople =
    [Unusable, ScriptInvalid, FaultsNotPlayed].some((kind) => error instanceof kind) ||
    isArgumentError(error);
  if (!isForPeople) throw error;
  console.error((error as Error).message);
  process.exitCode = EXIT.unusable;
}

function isArgumentError(error: unknown): boolean {
  return error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}
