export interface Contender {
  readonly name: string;
  /** Does the work once. What it returns is kept until the next turn, so that no work is optimized away. */
  readonly work: () => unknown;
}

export interface Measured {
  readonly name: string;
  /** Median over rounds. */
  readonly microseconds: number;
  /** Half of the rounds are within this share of the median: what the machine's other work did to us. */
  readonly noise: number;
  /** The fastest round: what it costs where the machine does nothing else. */
  readonly fastestMicroseconds: number;
}

const ROUNDS = 15;
const SHORTEST_TURN_MS = 2;
const WARM_UP_MS = 250;

/**
 * Measures work that is done over and over. Ratios between contenders of one call mean something; times of different
 * calls do not.
 */
export function measure(contenders: readonly Contender[], caseMs: number): readonly Measured[] {
  const turnMs = Math.max(SHORTEST_TURN_MS, caseMs / ROUNDS);
  const prepared = contenders.map((contender) => ({
    name: contender.name,
    contender,
    repeats: repeatsFor(contender, turnMs),
  }));
  return inTurns(prepared, ROUNDS, ({ contender, repeats }) => (run(contender, repeats) * 1_000) / repeats);
}

/**
 * Each round has everybody's turn, in an order that rotates, so a busy machine is unfair to all alike.
 * @param microseconds takes a turn and says how long it took
 */
export function inTurns<Named extends { readonly name: string }>(
  everybody: readonly Named[],
  rounds: number,
  microseconds: (one: Named) => number,
): readonly Measured[] {
  const turns = everybody.map((one) => ({ one, samples: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < turns.length; i++) {
      const { one, samples } = turns[(i + round) % turns.length]!;
      samples.push(microseconds(one));
    }
  }
  return turns.map(({ one, samples }) => {
    const median = quantile(samples, 0.5);
    return {
      name: one.name,
      microseconds: median,
      noise: (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2 / median,
      fastestMicroseconds: Math.min(...samples),
    };
  });
}

/** Warms up, and says how often the work fits into a turn. */
function repeatsFor(contender: Contender, turnMs: number): number {
  // The engine compiles what is short in time only after many thousands of calls.
  const warmAt = performance.now() + WARM_UP_MS;
  while (performance.now() < warmAt) run(contender, 1);
  let repeats = 1;
  for (;;) {
    const ms = run(contender, repeats);
    if (ms >= turnMs) return Math.max(1, Math.round((repeats * turnMs) / ms));
    repeats *= 2;
  }
}

// What is kept must be made: the engine cannot leave the work out.
const kept: { last: unknown } = { last: undefined };

function run({ work }: Contender, repeats: number): number {
  const started = performance.now();
  for (let i = 0; i < repeats; i++) kept.last = work();
  return performance.now() - started;
}

function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)]!;
}
