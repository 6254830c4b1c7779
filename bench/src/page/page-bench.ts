import type { BenchOptions } from "../options.ts";
import { benchSections } from "./bench-sections.ts";
import { cachedPages, overhead, starts, steadyPage, uncachedPage } from "./sections.ts";

// A page takes a thousand times as long as an answer's decoding, and processes disturb each other.
const PAGE_CASE = 10;

/** @returns the goals that are missed, where that is asked for */
export const pageBench = (options: BenchOptions): Promise<readonly string[]> =>
  benchSections(options, (environment) => {
    const caseMs = options.caseMs * PAGE_CASE;
    return {
      fresh: () => uncachedPage(environment, caseMs),
      steady: () => steadyPage(environment, caseMs),
      cached: () => cachedPages(environment, caseMs),
      start: () => starts(environment),
      overhead,
    };
  });
