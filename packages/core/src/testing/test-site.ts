import type { CallSite } from "../policy.ts";
import { systemClock } from "../clock.ts";

export interface TestSite extends CallSite {
  /** Ends what policies asked to be ended. */
  readonly close: () => void;
}

/** The site of a read everybody may make, unless told otherwise. */
export function testSite(overrides: Partial<CallSite> = {}): TestSite {
  const shared = new Map<symbol, unknown>();
  const ends: (() => void)[] = [];
  return {
    system: "system",
    operation: "operation",
    kind: "read",
    audience: "public",
    clock: systemClock,
    shared: <T>(key: symbol, make: () => T): T => {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    },
    onClose: (end) => void ends.push(end),
    ...overrides,
    close: () => {
      for (const end of ends.splice(0)) end();
    },
  };
}
