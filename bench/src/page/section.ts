/** A goal with what was measured beside it: ratios and counts, which a machine's speed does not change. */
export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One table of the bench. */
export interface Section {
  readonly text: string;
  /** As measured, for the JSON file. */
  readonly figures: unknown;
  readonly goals: readonly Goal[];
}

const isReached = ({ measured, atLeast = -Infinity, atMost = Infinity }: Goal): boolean =>
  measured >= atLeast && measured <= atMost;

const bound = ({ atLeast, atMost }: Goal): string =>
  atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;

export const goalRows = (goals: readonly Goal[]): readonly (readonly string[])[] =>
  goals.map((goal) => [
    goal.what,
    goal.measured.toFixed(2),
    bound(goal),
    isReached(goal) ? "reached" : "missed",
  ]);

/** The goals that are missed, in words. */
export const missed = (goals: readonly Goal[]): readonly string[] =>
  goals
    .filter((goal) => !isReached(goal))
    .map((goal) => `${goal.what}: ${goal.measured.toFixed(2)}, promised ${bound(goal)}`);
