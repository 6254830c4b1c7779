import type { Circuit } from "../circuit.ts";
import { systemClock } from "../clock.ts";
import type { ConcurrencyLimit } from "../concurrency-limit.ts";
import { noHints } from "../hints.ts";
import type { CallSite } from "../policy.ts";

export interface TestSite extends CallSite {
  /** What policies showed to operators. */
  readonly circuits: readonly Circuit[];
  readonly limits: readonly ConcurrencyLimit[];
  /** Ends what policies asked to be ended. */
  readonly close: () => void;
}

/** The site of a read everybody may make, unless told otherwise. */
export function testSite(overrides: Partial<CallSite> = {}): TestSite {
  const shared = new Map<symbol, unknown>();
  const ends: (() => void)[] = [];
  const circuits: Circuit[] = [];
  const limits: ConcurrencyLimit[] = [];
  return {
    system: "system",
    operation: "operation",
    kind: "read",
    audience: "public",
    answerShape: () => "1",
    tagsOf: () => [],
    clock: systemClock,
    shared: <T>(key: symbol, make: () => T): T => {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    },
    hints: noHints,
    circuits,
    onCircuit: (circuit) => void circuits.push(circuit),
    limits,
    onLimit: (limit) => void limits.push(limit),
    onClose: (end) => void ends.push(end),
    ...overrides,
    close: () => {
      for (const end of ends.splice(0)) end();
    },
  };
}
