import type { BenchOptions } from "../options.ts";
import { benchSections } from "../page/bench-sections.ts";
import { hungNames } from "./hung-names.ts";
import { illRedis } from "./ill-redis.ts";
import { openCircuit } from "./open-circuit.ts";
import { overload } from "./overload.ts";

const HOLD_CASE = 10;

/**
 * What must hold on a bad day, in milliseconds: no test asserts a duration. What is counted is in `bffs/web/test/hold`.
 * @returns the goals that are missed, where that is asked for
 */
export const holdBench = (options: BenchOptions): Promise<readonly string[]> =>
  benchSections(options, (environment) => {
    const caseMs = options.caseMs * HOLD_CASE;
    return {
      overload: () => overload(environment, caseMs),
      circuit: () => openCircuit(environment, caseMs),
      redis: () => illRedis(environment, caseMs),
      names: hungNames,
    };
  });
