import { expect } from "vitest";
import type { AdapterPromise, Probe } from "../promise.ts";
import type { Stage } from "../stage.ts";

/** On a good day. */
export const answerPromises = (probe: Probe): readonly AdapterPromise[] => [
  {
    sentence: `${probe.name} answers as its schema says, and leaves no timer and no call behind`,
    async prove(stage) {
      const ask = stage.open().ask(probe.name);
      for (const input of probe.healthy) {
        const answer = await ask(input);
        expect(isNothing(answer), "nothing").toBe(false);
        // Equal, not only acceptable: a field the schema does not name is theirs, not ours.
        expect(probe.definition.output.parse(answer)).toEqual(answer);
      }
      await stage.untilNothingRuns();
    },
  },
  ...probe.notFound.map((input) => ({
    sentence: `${probe.name} answers ${JSON.stringify(input)} with nothing, which is no error`,
    async prove(stage: Stage) {
      const answer = await stage.open().ask(probe.name)(input);
      expect(probe.definition.output.parse(answer)).toEqual(answer);
      expect(isNothing(answer), "nothing").toBe(true);
    },
  })),
];

const isNothing = (answer: unknown): boolean =>
  answer === null || answer === undefined || (Array.isArray(answer) && answer.length === 0);
