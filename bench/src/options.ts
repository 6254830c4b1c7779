import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Time per contender and case. */
  readonly caseMs: number;
  /** Only cases whose name holds this, and no growth. */
  readonly only: string;
  readonly jsonFile: string | undefined;
  /** A folder for the figures and the plot. */
  readonly reportFolder: string | undefined;
  /** Whether rows below their floors are a failure. */
  readonly check: boolean;
}

/** The command cannot be carried out as it was written; the message says what can. */
export class BenchRefused extends Error {}

/**
 * @returns the bench that is asked for, one of `benches`
 * @throws {BenchRefused}
 */
export function readCommand<Bench extends string>(
  args: string[],
  benches: readonly [Bench, ...Bench[]],
): { readonly bench: Bench; readonly options: BenchOptions } {
  const { values, positionals } = parsed(args);
  const [name = benches[0], surplus] = positionals;
  const bench = benches.find((one) => one === name);
  if (bench === undefined) throw new BenchRefused(`Unknown bench ${name}. There are: ${benches.join(", ")}.`);
  if (surplus !== undefined) throw new BenchRefused(`One bench at a time; ${surplus} is one too many.`);
  const caseMs = Number(values["case-ms"]);
  if (!(caseMs >= 50 && caseMs <= 60_000))
    throw new BenchRefused("--case-ms takes milliseconds, 50 to 60000.");
  return {
    bench,
    options: {
      caseMs,
      only: values.only,
      jsonFile: values.json,
      reportFolder: values.report,
      check: values.check,
    },
  };
}

/**
 * The names that hold `only`.
 * @throws {BenchRefused} when none does: a check of nothing would pass
 */
export function chosenOf(names: readonly string[], only: string): ReadonlySet<string> {
  const chosen = new Set(names.filter((name) => name.includes(only)));
  if (chosen.size === 0) throw new BenchRefused(`No case holds "${only}". There are: ${names.join(", ")}.`);
  return chosen;
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
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
  } catch (error) {
    throw error instanceof TypeError ? new BenchRefused(error.message) : error;
  }
}
