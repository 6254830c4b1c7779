import type { Operation } from "@portico/core";

/** Asks where the answer is not known without. */
export const unlessKnown =
  <Input, Output>(
    unasked: (input: Input) => Output | undefined,
    ask: Operation<Input, Output>,
  ): Operation<Input, Output> =>
  (input, call) => {
    const known = unasked(input);
    return known === undefined ? ask(input, call) : Promise.resolve(known);
  };
