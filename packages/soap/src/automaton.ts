import type { CharacterTest } from "./pattern-syntax.ts";

/** A state of a nondeterministic automaton. */
export interface State {
  /** Its number among those of its automaton. */
  readonly id: number;
  /** Takes one character; `undefined`: takes none and is just a fork. */
  readonly test: CharacterTest | undefined;
  readonly next: State[];
}

/** All states a text can have led to. */
interface Step {
  /** Those that take a character. */
  readonly states: readonly State[];
  /** Whether the text may end here. */
  readonly accepts: boolean;
  /** Where each character of Latin-1 leads that was met here. */
  readonly next: Step[];
}

/** What is remembered of where texts led. */
interface Known {
  readonly first: Step;
  readonly steps: Map<string, Step>;
  /** States of all steps together, with some for each step itself. */
  size: number;
}

// A thousand steps, a few megabytes at most: what the longest of the usual patterns needs. What needs more begins anew
// each time it is full.
const SIZE_MAX = 10_000;
const STEP_SIZE = 10;
const LATIN_1 = 0x100;

/**
 * Whether a text leads from `start` to `end`. It follows all possibilities at once, so its time is bounded by text length
 * times states, and remembers where a character led: the next text is followed step by step.
 */
export function accepts(start: State, end: State): (text: string) => boolean {
  const toStep = (from: readonly State[]): Step => {
    const reached = reach(from);
    const states = [...reached].filter(({ test }) => test !== undefined);
    return { states, accepts: reached.has(end), next: [] };
  };
  const nothing = (): Known => ({ first: toStep([start]), steps: new Map(), size: 0 });
  let known = nothing();

  const remembered = (step: Step): Step => {
    const key = `${step.accepts} ${step.states
      .map(({ id }) => id)
      .toSorted((a, b) => a - b)
      .join()}`;
    const same = known.steps.get(key);
    if (same !== undefined) return same;
    known.size += STEP_SIZE + step.states.length;
    if (known.size > SIZE_MAX) known = nothing();
    known.steps.set(key, step);
    return step;
  };
  const follow = (step: Step, codePoint: number): Step => {
    const taken = step.states.flatMap(({ test, next }) => (test!(codePoint) ? next : []));
    const following = taken.length === 0 ? NOWHERE : remembered(toStep(taken));
    if (codePoint < LATIN_1) step.next[codePoint] = following;
    return following;
  };

  return (text) => {
    let step = known.first;
    for (let i = 0; i < text.length; i++) {
      const codePoint = text.codePointAt(i)!;
      if (codePoint > 0xffff) i += 1;
      step = step.next[codePoint] ?? follow(step, codePoint);
      if (step === NOWHERE) return false;
    }
    return step.accepts;
  };
}

const NOWHERE: Step = { states: [], accepts: false, next: [] };

/** These states and all that are reached from them without a character. */
function reach(from: readonly State[]): ReadonlySet<State> {
  const reached = new Set<State>(from);
  // A set visits what is added while it is walked.
  for (const { test, next } of reached) if (test === undefined) for (const one of next) reached.add(one);
  return reached;
}
