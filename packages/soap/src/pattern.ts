import { accepts, type State } from "./automaton.ts";
import { type CharacterTest, type Expression, parsePattern } from "./pattern-syntax.ts";

const STATES_MAX = 5_000;

/**
 * A matcher for an `xs:pattern`, which always means the whole text. Its time is bounded by text length times pattern
 * size: no pattern can make a text expensive, as a backtracking `RegExp` could.
 * @throws {SyntaxError} when it is no pattern of XML Schema, or too large
 */
export function xsPattern(source: string): (text: string) => boolean {
  const match: State = { id: 0, test: undefined, next: [] };
  let states = 0;
  const state = (test: CharacterTest | undefined, ...next: State[]): State => {
    if (++states > STATES_MAX) throw new SyntaxError("a pattern too large");
    return { id: states, test, next };
  };

  /** The state to enter for `expression`, from which `next` is reached behind it. */
  const compile = (expression: Expression, next: State): State => {
    switch (expression.kind) {
      case "character":
        return state(expression.test, next);
      case "sequence":
        return expression.items.reduceRight((behind, item) => compile(item, behind), next);
      case "alternatives":
        return state(undefined, ...expression.items.map((item) => compile(item, next)));
      case "repeat": {
        const { item, min, max } = expression;
        let entry = next;
        if (max === Infinity) {
          entry = state(undefined, next);
          entry.next.push(compile(item, entry));
        } else {
          for (let i = min; i < max; i++) entry = state(undefined, compile(item, entry), next);
        }
        for (let i = 0; i < min; i++) entry = compile(item, entry);
        return entry;
      }
    }
  };
  const start = compile(parsePattern(source), match);

  return accepts(start, match);
}
