import type { AnswerAge, Operation } from "@portico/core";

const NEW: AnswerAge = { from: "miss", ageMs: 0, freshMsLeft: 0 };

/** An operation without a memory: its answers are new, and no longer fresh when they arrive. Pages must know that too. */
export const neverKept =
  <Input, Output>(next: Operation<Input, Output>): Operation<Input, Output> =>
  async (input, call) => {
    const answer = await next(input, call);
    call.onAnswer?.(NEW);
    return answer;
  };
